namespace Autograd.Cli;

/// <summary>Files that a command reads.</summary>
internal static class InputFile
{
    /// <summary>Makes sure that a name can be that of a file; whether it is there, reading tells.</summary>
    /// <param name="what">How messages name it: an option or an argument.</param>
    /// <param name="path">The name.</param>
    /// <returns>The name.</returns>
    /// <exception cref="CommandException">It is empty, or a folder's.</exception>
    public static string Check(string what, string path) =>
        string.IsNullOrWhiteSpace(path) ? throw new CommandException($"{what}: the name of the file is empty.")
        : Directory.Exists(path) ? throw new CommandException($"{what}: '{path}' is a folder; name a file.")
        : path;
}
