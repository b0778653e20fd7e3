namespace Autograd.Tests.Serialization;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_error_while_writing_leaves_the_old_file_and_nothing_else()
    {
        var path = _folder["x"];
        AtomicFile.Write(path, stream => stream.Write("old"u8));
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("mine");
        })).Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["x"], _folder.Files);

        // The same through a tensor whose memory is gone.
        Tensor gone;
        using (Tensor.MemoryScope())
            gone = Tensor.Ones(1000) + 1;
        Assert.Throws<ObjectDisposedException>(() => SafeTensors.Save(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones(1000), ["b"] = gone }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["x"], _folder.Files);
    }

    [Fact]
    public void While_it_is_written_the_old_file_is_whole()
    {
        var path = _folder["x"];
        AtomicFile.Write(path, stream => stream.Write("old"u8));
        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["x"], _folder.Files);
    }

    [Fact]
    public void What_a_killed_process_left_behind_is_removed_and_what_another_writes_is_not()
    {
        string abandoned = _folder[".autograd-writing-1.tmp"], fresh = _folder[".autograd-writing-2.tmp"], locked = _folder[".autograd-writing-3.tmp"];
        foreach (var file in new[] { abandoned, fresh, locked })
            File.WriteAllText(file, "half");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddMinutes(-2));
        using var writer = new FileStream(locked, FileMode.Open, FileAccess.Write, FileShare.Delete);
        File.SetLastWriteTimeUtc(locked, DateTime.UtcNow.AddMinutes(-2));
        AtomicFile.Write(_folder["x"], stream => stream.Write("new"u8));
        Assert.Equal([Path.GetFileName(fresh), Path.GetFileName(locked), "x"], _folder.Files);
    }

    [Fact]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and permissions are Unix's.");
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllText(_folder["target"], "old");
        File.SetUnixFileMode(_folder["target"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_folder["link"], "target");
        AtomicFile.Write(_folder["link"], stream => stream.Write("new"u8));
        Assert.Equal("target", File.ResolveLinkTarget(_folder["link"], returnFinalTarget: false)!.Name);
        Assert.Equal("new", File.ReadAllText(_folder["target"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["target"]));
    }

    [Fact]
    public void A_folder_is_no_file_and_must_exist()
    {
        Directory.CreateDirectory(_folder["inner"]);
        Assert.Equal($"'{_folder["inner"]}' is a folder; name a file.", Assert.Throws<IOException>(() => AtomicFile.Write(_folder["inner"], _ => { })).Message);
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder["missing/x"], _ => { }));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task Readers_see_one_of_the_files_that_were_written()
    {
        var path = _folder["x"];
        AtomicFile.Write(path, stream => stream.Write(new byte[50_000]));
        var writing = Task.Run(() =>
        {
            for (var i = 1; i <= 40; i++)
            {
                AtomicFile.Write(path, stream =>
                {
                    for (var part = 0; part < 50; part++)
                        stream.Write([.. Enumerable.Repeat((byte)i, 1000)]);
                });
            }
        }, TestContext.Current.CancellationToken);
        while (!writing.IsCompleted)
        {
            var content = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(50_000, content.Length);
            Assert.Single(content.Distinct());
        }
        await writing;
    }
}
