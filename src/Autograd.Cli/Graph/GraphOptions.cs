namespace Autograd.Cli;

/// <summary>The languages in which a graph is printed.</summary>
internal enum GraphFormat
{
    Mermaid,
    Dot,
    Text,
}

/// <summary>What the user asked <c>autograd graph</c> for.</summary>
internal sealed record GraphOptions
{
    public required string? Sample { get; init; }

    public required string? Output { get; init; }

    public required GraphFormat? Format { get; init; }

    /// <summary>Runs the backward pass first.</summary>
    public required bool WithGradients { get; init; }

    public required DrawingOptions Drawing { get; init; }
}
