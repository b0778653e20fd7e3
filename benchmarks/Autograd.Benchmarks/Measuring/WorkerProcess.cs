using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Autograd.Benchmarks.Measuring;

/// <summary>How to start a library's worker.</summary>
/// <param name="Library">The library's name, for messages.</param>
/// <param name="Arguments">What <c>dotnet</c> is to run.</param>
/// <param name="Preload">A native library that must be loaded first, or null.</param>
/// <param name="Hint">What to do if it cannot be loaded.</param>
internal sealed record WorkerLaunch(string Library, string[] Arguments, string? Preload = null, string Hint = "")
{
    /// <summary>The worker for Autograd is this program.</summary>
    public static WorkerLaunch Self { get; } = new("Autograd", [typeof(WorkerLaunch).Assembly.Location, "worker"]);
}

/// <summary>The driver's end of a <see cref="Worker"/>.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly WorkerLaunch _launch;

    public WorkerProcess(WorkerLaunch launch)
    {
        _launch = launch;
        var start = new ProcessStartInfo("dotnet", launch.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (launch.Preload is { } preload)
            start.Environment["LD_PRELOAD"] = preload;
        _process = Process.Start(start)!;
    }

    /// <summary>Asks for the library's version and rows.</summary>
    /// <exception cref="CommandException">The library cannot be loaded.</exception>
    public Greeting Greet()
    {
        try
        {
            return Ask<Greeting>("hello");
        }
        catch (CommandException exception)
        {
            throw new CommandException($"{exception.Message} {_launch.Hint}");
        }
    }

    /// <summary>Prepares a row: checks it and warms up.</summary>
    public Checksum Start(Row row, int threads, Effort effort) =>
        Ask<Checksum>($"start {threads} {effort.WarmUp.TotalMilliseconds:F0} {effort.Sample.TotalMilliseconds:F0} {row.Name}");

    /// <summary>
    /// How long the process's threads have been ready to run while others held the processors, so far. 0 where the system does not tell.
    /// </summary>
    public TimeSpan Waited
    {
        get
        {
            var tasks = new DirectoryInfo($"/proc/{_process.Id}/task");
            // Of each thread: nanoseconds on a processor, nanoseconds waiting for one, turns.
            return tasks.Exists
                ? TimeSpan.FromMicroseconds(tasks.GetDirectories().Sum(task => long.Parse(Statistics(task)[1], CultureInfo.InvariantCulture)) / 1e3)
                : TimeSpan.Zero;

            static string[] Statistics(DirectoryInfo task)
            {
                var file = Path.Combine(task.FullName, "schedstat");
                // The thread may have ended.
                return File.Exists(file) ? File.ReadAllText(file).Split(' ') : ["0", "0", "0"];
            }
        }
    }

    /// <summary>Takes some samples of the row prepared.</summary>
    public Samples Sample(int count) => Ask<Samples>($"sample {count}");

    /// <summary>Runs a row so many times and watches the memory.</summary>
    public Residence Watch(string row, int threads, int warmUp, int runs) => Ask<Residence>($"watch {threads} {warmUp} {runs} {row}");

    /// <summary>True if the library has a row of this name.</summary>
    public bool Has(string row) => Greet().Rows.Contains(row);

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
            ["error", var message] => throw new CommandException($"{_launch.Library}, '{command}': {message}"),
            null => throw new CommandException($"{_launch.Library}, '{command}': its process ended."),
            _ => throw new CommandException($"{_launch.Library}, '{command}': it answered '{answer}'."),
        };
    }
}
