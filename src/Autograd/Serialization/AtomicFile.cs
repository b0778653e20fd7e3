namespace Autograd;

/// <summary>
/// Writes files whole or not at all: into a temporary neighbour, flushed to the disk, then renamed over the old file, which the file system does
/// in one step. Whoever reads sees the old file or the new one, also after a crash. (After a power failure the old one may be back: .NET cannot flush
/// the folder. Both are whole.)
/// </summary>
internal static class AtomicFile
{
    // Short names of their own: the name of the file may already be as long as names can be.
    private const string Prefix = ".autograd-writing-";
    private const string Suffix = ".tmp";

    // What a killed process left behind is older than that; what another process has just made is not yet locked.
    private static readonly TimeSpan _settled = TimeSpan.FromMinutes(1);

    /// <summary>Replaces or creates a file.</summary>
    /// <param name="path">The file. If it is a link, what it points to is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var target = (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        if (Directory.Exists(target))
            throw new IOException($"'{path}' is a folder; name a file.");
        var folder = Path.GetDirectoryName(target)!;
        RemoveAbandoned(folder);
        var temporary = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
        try
        {
            // Open, and thereby locked, until it bears its name: so nobody takes it for abandoned.
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
            if (!OperatingSystem.IsWindows() && File.Exists(target))
                File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
            write(stream);
            stream.Flush(flushToDisk: true);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            File.Delete(temporary);
            // The user knows the file by its own name.
            if (exception is IOException && exception.Message.Contains(temporary, StringComparison.Ordinal))
                throw new IOException($"'{path}' cannot be written, and is as it was: {exception.Message.Replace(temporary, path, StringComparison.Ordinal)}", exception);
            throw;
        }
    }

    /// <summary>Deletes what processes left behind that were killed while they wrote.</summary>
    private static void RemoveAbandoned(string folder)
    {
        // By default it would skip hidden files, which names with a dot in front are.
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
        foreach (var file in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}", options))
        {
            try
            {
                if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < _settled)
                    continue;
                new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody still writes it, or it is somebody else's.
            }
        }
    }
}
