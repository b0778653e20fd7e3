using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autograd.Benchmarks.Measuring;

/// <summary>
/// A library's side of the measurement, a process of its own: it reads a command a line and answers each with a line,
/// <c>ok</c> and a JSON value or <c>error</c> and a message, until its input ends.
/// <code>
/// hello                                     ok {"Library": "Autograd 0.1.0", "Rows": ["one-element add", …]}
/// start THREADS WARM-UP SAMPLE ROW          ok {"Sum": 5, "Magnitude": 5}          both times in milliseconds
/// sample COUNT                              ok {"Runs": 500000, "Nanoseconds": [61.2, …]}     a run took
/// watch THREADS WARM-UP RUNS ROW            ok {"Settled": 52.1, "Highest": 52.3, …}          the memory
/// </code>
/// </summary>
public static class Worker
{
    internal static JsonSerializerOptions Json { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Serves a library until the input ends. What goes wrong when it is loaded is the answer to the first command.</summary>
    /// <returns>The exit code.</returns>
    public static int Serve(Func<Library> load)
    {
        ArgumentNullException.ThrowIfNull(load);
        Library? library = null;
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        // What a library prints must not be taken for an answer.
        Console.SetOut(TextWriter.Null);
        Timing? timing = null;
        while (Console.In.ReadLine() is { } line)
        {
            try
            {
                output.WriteLine($"ok {Answer(line, library ??= load(), ref timing)}");
            }
            catch (Exception exception)
            {
                output.WriteLine($"error {exception.GetBaseException().Message.Split('\r', '\n')[0]}");
            }
        }
        return 0;
    }

    private static string Answer(string line, Library library, ref Timing? timing)
    {
        switch (line.Split(' ', 5))
        {
            case ["hello"]:
                return JsonSerializer.Serialize(new Greeting(library.Description, [.. library.Rows.Select(row => row.Name)]), Json);
            case ["start", var threads, var warmUp, var sample, var name]:
                library.SetThreads(int.Parse(threads, CultureInfo.InvariantCulture));
                var workload = library.Rows.Single(row => row.Name == name).Create();
                var checksum = workload.Check();
                timing = new Timing(workload.Run);
                timing.WarmUp(Milliseconds(warmUp), Milliseconds(sample));
                return JsonSerializer.Serialize(checksum, Json);
            case ["sample", var count] when timing is not null:
                return JsonSerializer.Serialize(new Samples(timing.Runs, timing.Sample(int.Parse(count, CultureInfo.InvariantCulture))), Json);
            case ["watch", var threads, var warmUp, var runs, var name]:
                library.SetThreads(int.Parse(threads, CultureInfo.InvariantCulture));
                var run = library.Rows.Single(row => row.Name == name).Create().Run;
                return JsonSerializer.Serialize(Residence.Watch(run, int.Parse(warmUp, CultureInfo.InvariantCulture), int.Parse(runs, CultureInfo.InvariantCulture)), Json);
            default:
                throw new FormatException($"A worker does not understand '{line}' here.");
        }
    }

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(int.Parse(text, CultureInfo.InvariantCulture));
}

/// <summary>A worker's answer to <c>hello</c>.</summary>
internal sealed record Greeting(string Library, string[] Rows);

/// <summary>A worker's answer to <c>sample</c>.</summary>
internal sealed record Samples(int Runs, double[] Nanoseconds)
{
    /// <summary>The time that all of them took together.</summary>
    [JsonIgnore]
    public TimeSpan Total => TimeSpan.FromSeconds(Runs * Nanoseconds.Sum() / 1e9);
}
