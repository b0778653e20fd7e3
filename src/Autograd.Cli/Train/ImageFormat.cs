using System.Globalization;

namespace Autograd.Cli;

/// <summary>What goes into a network and what comes out: grey images of a size, and a number for each class.</summary>
internal sealed record ImageFormat(int Height, int Width, int Classes)
{
    /// <summary>A batch of one image.</summary>
    public Shape Batch => Shape.Create(1, 1, Height, Width);

    /// <summary>In words: <c>10 classes of 28×28</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Classes} classes of {Height}×{Width}");
}
