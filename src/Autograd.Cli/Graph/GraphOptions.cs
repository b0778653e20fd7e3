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
    /// <summary>The name of a sample, or an expression.</summary>
    public required string? Graph { get; init; }

    /// <summary>The values of an expression's names that take gradients: <c>x=1 2 3</c>.</summary>
    public required string[] Variables { get; init; }

    /// <summary>The values of an expression's names that take none.</summary>
    public required string[] Inputs { get; init; }

    public required string? Output { get; init; }

    public required GraphFormat? Format { get; init; }

    /// <summary>Runs the backward pass first.</summary>
    public required bool WithGradients { get; init; }

    public required DrawingOptions Drawing { get; init; }
}
