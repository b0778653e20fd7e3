using System.Diagnostics;
using System.Text.Json;

namespace Autograd.Benchmarks.Measuring;

/// <summary>How to start a library's worker.</summary>
/// <param name="Library">The library's name, for messages.</param>
/// <param name="Arguments">What <c>dotnet</c> is to run.</param>
/// <param name="Preload">A native library that must be loaded first, or null.</param>
internal sealed record WorkerLaunch(string Library, string[] Arguments, string? Preload = null)
{
    /// <summary>The worker for Autograd is this program.</summary>
    public static WorkerLaunch Self { get; } = new("Autograd", [typeof(WorkerLaunch).Assembly.Location, "worker"]);
}

/// <summary>The driver's end of a <see cref="Worker"/>.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _library;

    public WorkerProcess(WorkerLaunch launch)
    {
        _library = launch.Library;
        var start = new ProcessStartInfo("dotnet", launch.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (launch.Preload is { } preload)
            start.Environment["LD_PRELOAD"] = preload;
        _process = Process.Start(start)!;
    }

    /// <summary>Asks for the library's version and rows.</summary>
    public Greeting Greet() => Ask<Greeting>("hello");

    /// <summary>Prepares a row: checks it and warms up.</summary>
    public Checksum Start(Row row, int threads, Effort effort) =>
        Ask<Checksum>($"start {threads} {effort.WarmUp.TotalMilliseconds:F0} {effort.Sample.TotalMilliseconds:F0} {row.Name}");

    /// <summary>Takes some samples of the row prepared.</summary>
    public Samples Sample(int count) => Ask<Samples>($"sample {count}");

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private T Ask<T>(string command)
    {
        string? answer;
        try
        {
            _process.StandardInput.WriteLine(command);
            answer = _process.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            answer = null;
        }
        return answer?.Split(' ', 2) switch
        {
            ["ok", var value] => JsonSerializer.Deserialize<T>(value, Worker.Json)!,
            ["error", var message] => throw new CommandException($"{_library}, '{command}': {message}"),
            null => throw new CommandException($"{_library}, '{command}': its process ended."),
            _ => throw new CommandException($"{_library}, '{command}': it answered '{answer}'."),
        };
    }
}
