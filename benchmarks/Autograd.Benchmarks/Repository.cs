using System.Diagnostics;

namespace Autograd.Benchmarks;

/// <summary>Builds what lies in the repository that this program was built from.</summary>
internal static class Repository
{
    /// <summary>The root of the repository.</summary>
    /// <param name="purpose">What it is needed for: the start of a sentence.</param>
    /// <exception cref="CommandException">The program does not lie in the repository.</exception>
    public static string Root(string purpose)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Autograd.slnx")))
                return folder.FullName;
        }
        throw new CommandException($"{purpose} from the repository, and this program does not lie in one.");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="trouble">What to say if it fails, before its own message.</param>
    /// <param name="program">What to run.</param>
    /// <param name="arguments">What it is given.</param>
    /// <exception cref="CommandException">It failed.</exception>
    public static void Run(string trouble, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n').Concat(errors.Result.Split('\n')).Where(line => line.Length > 0).ToArray();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new CommandException($"{trouble}: {lines.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? lines.LastOrDefault()}");
    }
}
