namespace Autograd.Cli;

/// <summary>What the user asked <c>autograd convolve</c> for; null where the choice was left to the command.</summary>
internal sealed record ConvolveOptions
{
    public string? Image { get; init; }

    public string? Kernel { get; init; }

    public PerAxis? Stride { get; init; }

    public Padding? Padding { get; init; }

    public PerAxis? Dilation { get; init; }

    public required bool Flip { get; init; }

    public required bool Steps { get; init; }

    public required bool Gradient { get; init; }

    public string? Upstream { get; init; }

    public string? Plot { get; init; }

    public required bool Json { get; init; }
}
