using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Autograd.Cli.Tests;

/// <summary>A training that is killed at any moment goes on to the bits of one that never was. AUTOGRAD_KILLS=20 kills that often.</summary>
public sealed class InterruptionTests(ITestOutputHelper output) : IDisposable
{
    private const string Epochs = "40";

    private readonly CommandLine _commandLine = new();

    private static int Kills => int.TryParse(Environment.GetEnvironmentVariable("AUTOGRAD_KILLS"), out var kills) ? kills : 3;

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void Killed_at_any_moment_a_training_goes_on_to_the_same_bits()
    {
        var watch = Stopwatch.StartNew();
        var whole = Finish("whole.safetensors");
        var duration = watch.Elapsed;
        var random = new Random(20);
        var kills = 0;
        for (var run = 0; kills < Kills; run++)
        {
            var name = $"killed{run}.safetensors";
            var moment = random.NextDouble() * duration;
            using (var process = Start(name))
            {
                if (!process.WaitForExit(moment))
                    process.Kill();
                process.WaitForExit();
                // Where it was too late, it counts for nothing.
                kills += process.ExitCode == 0 ? 0 : 1;
                output.WriteLine($"killed after {moment.TotalMilliseconds:F0} ms: exit code {process.ExitCode}, checkpoint {(File.Exists(_commandLine.PathOf(name)) ? "there" : "not yet")}");
            }
            Assert.Equal(whole, Finish(name));
        }
    }

    [Theory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    public void Ctrl_C_or_a_request_to_terminate_leaves_a_checkpoint_to_go_on_from(string name, int number)
    {
        if (OperatingSystem.IsWindows())
            return;
        // A shell's background jobs ignore Ctrl-C, and so does what they start.
        Assert.SkipWhen(IsIgnored(number), $"SIG{name} is ignored here.");
        string epochs;
        // So many that the signal never comes too late.
        using (var process = Start("interrupted.safetensors", "1000000"))
        using (new Timer(_ => process.Kill(), null, TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan))
        {
            // Not before the training has begun: until then there is nothing to leave.
            while (!process.HasExited && !File.Exists(_commandLine.PathOf("interrupted.safetensors")))
                Thread.Sleep(5);
            using (var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]))
                kill.WaitForExit();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("--resume goes on from interrupted.safetensors.", text, StringComparison.Ordinal);
            epochs = Regex.Match(text, "Interrupted in epoch ([0-9]+) of").Groups[1].Value;
        }
        Assert.Equal(Finish("whole.safetensors", epochs), Finish("interrupted.safetensors", epochs));
    }

    /// <summary>Whether this process, and so what it starts, ignores a signal. Only Linux tells.</summary>
    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status", Name = "SigIgn:";
        if (!File.Exists(Status))
            return false;
        var mask = File.ReadLines(Status).First(line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..];
        return (Convert.ToUInt64(mask.Trim(), 16) >> (signal - 1) & 1) == 1;
    }

    private Process Start(string checkpoint, string epochs = Epochs) => _commandLine.StartExecutable(null, Arguments(checkpoint, epochs));

    private byte[] Finish(string checkpoint, string epochs = Epochs)
    {
        var (exitCode, _, error, _) = _commandLine.RunExecutable(Arguments(checkpoint, epochs));
        Assert.Equal((0, ""), (exitCode, error));
        return CommandLine.Bits(_commandLine.PathOf(checkpoint));
    }

    private string[] Arguments(string checkpoint, string epochs)
    {
        _commandLine.Write("tiny.model", "convolution 4 kernel=3\nbatch-norm\nrelu\nmax-pool 2\nflatten\ndropout 0.2\nlinear 10\n");
        return ["train", "digits", "--model", "tiny.model", "--epochs", epochs, "--checkpoint", checkpoint, "--resume", "--plot", "p.svg"];
    }
}
