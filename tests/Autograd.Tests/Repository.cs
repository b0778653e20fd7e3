using System.Runtime.CompilerServices;

namespace Autograd.Tests;

/// <summary>The files beside the code: documentation and snapshots that tests compare with what they should hold.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The text of a file, with line feeds.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>
    /// Compares a generated text with the file that holds it. With AUTOGRAD_UPDATE=1 in the environment the file is written instead: read
    /// the difference before you commit it.
    /// </summary>
    public static void AssertHolds(string path, string expected)
    {
        expected = expected.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var full = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("AUTOGRAD_UPDATE") == "1")
            File.WriteAllText(full, expected);
        var actual = File.Exists(full) ? Read(path) : "";
        if (expected != actual)
            Assert.Fail($"{path} is out of date. Run the tests with AUTOGRAD_UPDATE=1, and read the difference.\n{FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] e = expected.Split('\n'), a = actual.Split('\n');
        var line = Enumerable.Range(0, Math.Max(e.Length, a.Length)).First(i => i >= e.Length || i >= a.Length || e[i] != a[i]);
        return $"line {line + 1}\n  should be: {(line < e.Length ? e[line] : "(nothing)")}\n  is:        {(line < a.Length ? a[line] : "(nothing)")}";
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
