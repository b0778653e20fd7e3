namespace Autograd.Cli;

/// <summary>What the user asked <c>autograd train</c> for; null where the choice was left to the command, or to the run that goes on.</summary>
internal sealed record TrainOptions
{
    public required ImageSource Source { get; init; }

    public string? Data { get; init; }

    public string? Model { get; init; }

    public int? Epochs { get; init; }

    public int? Batch { get; init; }

    public LearningMethod? Method { get; init; }

    public double? LearningRate { get; init; }

    public ulong? Seed { get; init; }

    public int? Threads { get; init; }

    public string? Checkpoint { get; init; }

    public required bool Resume { get; init; }

    public string? Plot { get; init; }

    public required bool Json { get; init; }
}
