namespace Autograd.Cli;

/// <summary>What the user asked <c>autograd regress</c> for; null where the choice was left to the command.</summary>
internal sealed record RegressOptions
{
    public string? File { get; init; }

    public string? Target { get; init; }

    public string? Features { get; init; }

    public required int Epochs { get; init; }

    public double? LearningRate { get; init; }

    public required OptimizerKind Optimizer { get; init; }

    public required ulong Seed { get; init; }

    public string? Plot { get; init; }

    public required bool Json { get; init; }

    public required bool Float32 { get; init; }
}
