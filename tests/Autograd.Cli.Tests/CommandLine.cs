using System.Diagnostics;
using System.Text.Json;

namespace Autograd.Cli.Tests;

/// <summary>The command, run as a user runs it, with a folder that vanishes afterwards.</summary>
public sealed class CommandLine : IDisposable
{
    // …/tests/Autograd.Cli.Tests/bin/<configuration>/<framework>/
    private static readonly DirectoryInfo _here = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-").FullName;

    /// <summary>The names of the files that lie in the folder.</summary>
    public string[] Files => [.. Directory.GetFiles(_folder).Select(file => Path.GetFileName(file)).Order()];

    /// <summary>The folder of the repository.</summary>
    public static string Root => _here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>Runs the command in this process.</summary>
    public static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var exitCode = Program.Run(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs <c>autograd regress … --json</c> and reads what it prints.</summary>
    public static JsonElement Regress(params string[] arguments) => Json("regress", arguments);

    /// <summary>Runs <c>autograd classify … --json</c> and reads what it prints.</summary>
    public static JsonElement Classify(params string[] arguments) => Json("classify", arguments);

    /// <summary>The single line that a command ends with which is refused.</summary>
    public static string Mistake(params string[] arguments)
    {
        var (exitCode, output, error) = Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.StartsWith("autograd: ", error, StringComparison.Ordinal);
        return Assert.Single(error.TrimEnd().Split('\n'))["autograd: ".Length..].TrimEnd();
    }

    /// <summary>Runs the built executable in the folder, with its output in a pipe.</summary>
    public (int ExitCode, string Output, string Error, TimeSpan Duration) RunExecutable(params string[] arguments) => RunExecutableWithPath(null, arguments);

    /// <summary>The same with another PATH, on which the executable looks for programs.</summary>
    public (int ExitCode, string Output, string Error, TimeSpan Duration) RunExecutableWithPath(string? path, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = StartExecutable(path, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult(), watch.Elapsed);
    }

    /// <summary>Starts the built executable in the folder, with its output in pipes.</summary>
    public Process StartExecutable(string? path, string[] arguments)
    {
        var executable = Path.Combine(Root, "src", "Autograd.Cli", "bin", _here.Parent!.Name, _here.Name, OperatingSystem.IsWindows() ? "autograd.exe" : "autograd");
        var start = new ProcessStartInfo(executable, arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = path ?? start.Environment["PATH"];
        return Process.Start(start)!;
    }

    /// <summary>All bits that a training goes on from, but not how long it took.</summary>
    public static byte[] Bits(string checkpoint)
    {
        using var file = SafeTensors.Load(checkpoint);
        return [.. file.Keys.Where(name => name != "trainer.history").Order(StringComparer.Ordinal).SelectMany(file.ReadBytes)];
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs a command with <c>--json</c> and reads what it prints.</summary>
    public static JsonElement Json(string command, params string[] arguments)
    {
        var (exitCode, output, error) = Run([command, .. arguments, "--json"]);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        return JsonDocument.Parse(output).RootElement;
    }
}
