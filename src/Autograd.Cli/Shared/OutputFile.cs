namespace Autograd.Cli;

/// <summary>A file to be written whole or not at all: into a temporary neighbour first, then moved.</summary>
internal sealed class OutputFile
{
    private const int LongestQuote = 40;

    private readonly string _option, _path, _temporaryPath;

    private OutputFile(string option, string path)
    {
        (_option, _path) = (option, path);
        // A short name of its own: that of the file may be as long as names can be.
        _temporaryPath = Path.Combine(Path.GetDirectoryName(path)!, $".autograd-{Guid.NewGuid():N}.tmp");
    }

    /// <summary>The extension in lower case, with its dot.</summary>
    public string Extension => Path.GetExtension(_path).ToLowerInvariant();

    /// <summary>Makes sure, before any work, that the file can be written.</summary>
    /// <param name="option">The option that named the file, for messages.</param>
    /// <param name="path">The file.</param>
    /// <param name="extensions">What its name may end in.</param>
    /// <exception cref="CommandException">The extension is not one of those given, or the folder is missing or not writable.</exception>
    public static OutputFile Check(string option, string path, params ReadOnlySpan<string> extensions)
    {
        if (Path.GetFileNameWithoutExtension(path).Length == 0 || !extensions.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new CommandException($"{option}: '{path}' must be a file name that ends in {string.Join(" or ", extensions!)}.");
        var file = new OutputFile(option, Path.GetFullPath(path));
        if (Directory.Exists(file._path))
            throw new CommandException($"{option}: '{path}' is a folder; name a file.");
        if (!Directory.Exists(Path.GetDirectoryName(file._path)))
            throw new CommandException($"{option}: the folder of '{path}' does not exist.");
        try
        {
            if (!File.Exists(file._path))
                File.GetAttributes(file._path);
        }
        catch (PathTooLongException)
        {
            throw new CommandException($"{option}: the name '{Wording.Shorten(path, LongestQuote)}' is too long for a file; choose a shorter one.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is not there yet, as it should be.
        }
        try
        {
            File.Create(file._temporaryPath).Dispose();
            File.Delete(file._temporaryPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{option}: '{path}' cannot be written: its folder takes no new file.");
        }
        return file;
    }

    /// <summary>Makes sure that the file does not replace one of those that the command reads.</summary>
    /// <param name="inputs">How messages name each of them, and its path; null, or a text that is no path, where there is none.</param>
    /// <returns>The file itself.</returns>
    /// <exception cref="CommandException">It would.</exception>
    public OutputFile Sparing(params ReadOnlySpan<(string Name, string? Path)> inputs)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        foreach (var (name, path) in inputs)
        {
            if (File.Exists(path) && string.Equals(Path.GetFullPath(path), _path, comparison))
                throw new CommandException($"{_option}: '{path}' is the file that {name} is read from; it would be overwritten; choose another name.");
        }
        return this;
    }

    /// <summary>Writes the file.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        try
        {
            File.WriteAllBytes(_temporaryPath, content);
            File.Move(_temporaryPath, _path, overwrite: true);
        }
        finally
        {
            File.Delete(_temporaryPath);
        }
    }
}
