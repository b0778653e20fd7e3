namespace Autograd.Cli;

/// <summary>What is made small.</summary>
internal enum LossKind
{
    MeanSquaredError,
    CrossEntropy,
}

/// <summary>What the user asked <c>autograd classify</c> for; null where the choice was left to the command.</summary>
internal sealed record ClassifyOptions
{
    private const int DefaultSteps = 10_000;

    public string? File { get; init; }

    public string? Label { get; init; }

    public string? Features { get; init; }

    public string? TestFile { get; init; }

    public double? TestShare { get; init; }

    public int[]? Layers { get; init; }

    public required LossKind Loss { get; init; }

    public required OptimizerKind Optimizer { get; init; }

    public double? LearningRate { get; init; }

    public double? InitialScale { get; init; }

    public int? Epochs { get; init; }

    public int? Batch { get; init; }

    public required ulong Seed { get; init; }

    public string? Plot { get; init; }

    public required bool Json { get; init; }

    /// <summary>The learning rate. Adam's is about the change of a weight in one step, and so much smaller.</summary>
    public double Rate => LearningRate ?? (Optimizer == OptimizerKind.Adam ? 0.01 : 0.1);

    /// <summary>What the loss is called.</summary>
    public string LossName => Loss == LossKind.CrossEntropy ? "cross entropy" : "mean squared error";

    /// <summary>The number of epochs: unless asked for, as many as make 10,000 steps.</summary>
    public int EpochsFor(int points) => Epochs ?? (int)Math.Ceiling(DefaultSteps / Math.Ceiling((double)points / Math.Min(Batch ?? points, points)));
}
