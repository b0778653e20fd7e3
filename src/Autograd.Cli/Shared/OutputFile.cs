namespace Autograd.Cli;

/// <summary>A file to be written whole or not at all: into a temporary neighbour first, then moved.</summary>
internal sealed class OutputFile
{
    private readonly string _path;

    private OutputFile(string path) => _path = path;

    /// <summary>The extension in lower case, with its dot.</summary>
    public string Extension => Path.GetExtension(_path).ToLowerInvariant();

    private string TemporaryPath => Path.Combine(Path.GetDirectoryName(_path)!, $".{Path.GetFileName(_path)}.{Environment.ProcessId}.tmp");

    /// <summary>Makes sure, before any work, that the file can be written.</summary>
    /// <param name="option">The option that named the file, for messages.</param>
    /// <param name="path">The file.</param>
    /// <param name="extensions">What its name may end in.</param>
    /// <exception cref="CommandException">The extension is not one of those given, or the folder is missing or not writable.</exception>
    public static OutputFile Check(string option, string path, params ReadOnlySpan<string> extensions)
    {
        if (Path.GetFileNameWithoutExtension(path).Length == 0 || !extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new CommandException($"{option}: '{path}' must be a file name that ends in {string.Join(" or ", extensions!)}.");
        var file = new OutputFile(Path.GetFullPath(path));
        if (Directory.Exists(file._path))
            throw new CommandException($"{option}: '{path}' is a folder; name a file.");
        if (!Directory.Exists(Path.GetDirectoryName(file._path)))
            throw new CommandException($"{option}: the folder of '{path}' does not exist.");
        try
        {
            File.Create(file.TemporaryPath).Dispose();
            File.Delete(file.TemporaryPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{option}: '{path}' cannot be written: its folder takes no new file.");
        }
        return file;
    }

    /// <summary>Writes the file.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        try
        {
            File.WriteAllBytes(TemporaryPath, content);
            File.Move(TemporaryPath, _path, overwrite: true);
        }
        finally
        {
            File.Delete(TemporaryPath);
        }
    }
}
