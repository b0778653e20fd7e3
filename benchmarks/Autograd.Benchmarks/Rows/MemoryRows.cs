using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>What is watched for its memory: rows of the table, and loops as users write them, which only this library can afford.</summary>
internal static class MemoryRows
{
    /// <summary>The loops that are not rows of the table.</summary>
    public static IReadOnlyList<NamedWorkload> Own { get; } =
    [
        new("y = mean(w·x + b) and SGD on one element", OneElement),
        new("784-256-10, written plainly", () => TrainingRows.ClassifierPlainly(64, [784, 256, 10], parameters => new Adam(parameters))),
        new("convolutional network, written plainly", TrainingRows.ConvolutionalNetworkPlainly),
        new("16 threads, each with its own graph and scope", Crowd),
    ];

    /// <summary>What to watch, for how many runs.</summary>
    public static IReadOnlyList<MemoryRow> All { get; } =
    [
        new(Named("y = mean(w·x + b) and SGD on one element"), 1_000_000),
        new(Named("linear regression step on 36×1, SGD"), 100_000),
        new(Named("784-256-10 step, batch 64, Adam, cross entropy"), 1000) { Bar = 70 },
        new(Named("784-256-10, written plainly"), 1000) { Bar = 70, Peer = "784-256-10 step, batch 64, Adam, cross entropy" },
        new(Named("convolutional network step on 28², batch 64, Adam, cross entropy"), 200) { BarToPeer = 0.9 },
        new(Named("convolutional network, written plainly"), 200) { Peer = "convolutional network step on 28², batch 64, Adam, cross entropy" },
        new(Named("16 threads, each with its own graph and scope"), 600),
    ];

    private static NamedWorkload Named(string name) => AutogradRows.All.Concat(Own).Single(row => row.Name == name);

    private static Workload OneElement()
    {
        var x = Tensor.From([5f]);
        var w = new Variable("w", Tensor.From([2f]));
        var b = new Variable("b", Tensor.From([3f]));
        var optimizer = new Sgd([w, b], learningRate: 1e-6);
        return AutogradRows.Training(() => optimizer.Step(() => (w * x + b).Mean()));
    }

    /// <summary>16 threads, each with a network of its own, for a tenth of a second; every one of their gradients is checked.</summary>
    private static Workload Crowd()
    {
        return new Workload(Run, () => Checksum.Of([]));

        static object? Run()
        {
            var end = DateTime.UtcNow.AddSeconds(0.1);
            var wrong = 0;
            var threads = Enumerable.Range(1, 16).Select(seed => new Thread(() =>
            {
                var w = new Variable("w", Tensor.Full([40 * seed, 30], 1.0 / seed));
                var x = Tensor.Ones([20, 40 * seed]);
                while (DateTime.UtcNow < end)
                {
                    using (Tensor.MemoryScope())
                    {
                        w.ClearGradient();
                        var y = x.MatMul(w);
                        (y * y).Sum().Backward();
                        // y = 40 everywhere, and each weight meets 20 rows.
                        if (!(w.Gradient! - 1600).Abs().Less(0.1).All().Item<bool>())
                            Interlocked.Increment(ref wrong);
                    }
                }
            })).ToArray();
            foreach (var thread in threads)
                thread.Start();
            foreach (var thread in threads)
                thread.Join();
            return wrong == 0 ? null : throw new InvalidOperationException($"{wrong} gradients were wrong.");
        }
    }
}

/// <summary>A loop to be watched.</summary>
/// <param name="Row">What is run.</param>
/// <param name="Runs">How many times.</param>
internal sealed record MemoryRow(NamedWorkload Row, int Runs)
{
    /// <summary>How many of them warm up.</summary>
    public int WarmUp => Runs <= 1000 ? 50 : Runs / 5;

    /// <summary>The most resident memory, in MB, that the project allows itself, or null.</summary>
    public double? Bar { get; init; }

    /// <summary>The same as a share of the peer's, or null.</summary>
    public double? BarToPeer { get; init; }

    /// <summary>The row to compare with if it is not the one of the same name.</summary>
    public string? Peer { get; init; }
}
