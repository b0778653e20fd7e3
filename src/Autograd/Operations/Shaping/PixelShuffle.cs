namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Channels turned into pixels: of each r² channels, r rows and r columns in the place of each pixel,
    /// <c>y[…, c, r·i + k, r·j + l] = x[…, r²·c + r·k + l, i, j]</c>. PyTorch's <c>nn.functional.pixel_shuffle</c>; Shi et al. 2016.
    /// </summary>
    /// <param name="factor">r, by which height and width grow.</param>
    /// <returns>[…, channels / r², height · r, width · r] for […, channels, height, width].</returns>
    /// <exception cref="ShapeException">There are fewer than three axes, or r² does not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public Tensor PixelShuffle(int factor)
    {
        var outer = OuterOfImages(factor, nameof(PixelShuffle));
        var (channels, height, width) = (Shape[^3], Shape[^2], Shape[^1]);
        if (channels % ((long)factor * factor) != 0)
            throw new ShapeException($"PixelShuffle: input {Shape} has {channels} channels, axis {Rank - 3}; a factor of {factor} takes a multiple of {(long)factor * factor}.");
        var left = channels / (factor * factor);
        // [outer, c, k, l, i, j] → [outer, c, i, k, j, l]
        return Reshape(Autograd.Shape.Create([outer, left, factor, factor, height, width])).Permute(0, 1, 4, 2, 5, 3)
            .Reshape(Autograd.Shape.Create([.. Shape.Sizes[..^3], left, height * factor, width * factor]));
    }

    /// <summary>
    /// Pixels turned into channels, the reverse of <see cref="PixelShuffle"/>: <c>y[…, r²·c + r·k + l, i, j] = x[…, c, r·i + k, r·j + l]</c>.
    /// PyTorch's <c>nn.functional.pixel_unshuffle</c>.
    /// </summary>
    /// <param name="factor">r, by which height and width shrink.</param>
    /// <returns>[…, channels · r², height / r, width / r] for […, channels, height, width].</returns>
    /// <exception cref="ShapeException">There are fewer than three axes, or r does not divide height and width.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public Tensor PixelUnshuffle(int factor)
    {
        var outer = OuterOfImages(factor, nameof(PixelUnshuffle));
        var (channels, height, width) = (Shape[^3], Shape[^2], Shape[^1]);
        if (height % factor != 0 || width % factor != 0)
            throw new ShapeException($"PixelUnshuffle: input {Shape} has images of {height} × {width}; a factor of {factor} takes multiples of {factor}.");
        // [outer, c, i, k, j, l] → [outer, c, k, l, i, j]
        return Reshape(Autograd.Shape.Create([outer, channels, height / factor, factor, width / factor, factor])).Permute(0, 1, 3, 5, 2, 4)
            .Reshape(Autograd.Shape.Create([.. Shape.Sizes[..^3], channels * factor * factor, height / factor, width / factor]));
    }

    /// <summary>How many images there are, once the input is known to hold images.</summary>
    private int OuterOfImages(int factor, string operation)
    {
        if (factor < 1)
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"{operation}: the factor is {factor}; it must be at least 1.");
        return Rank >= 3
            ? Autograd.Shape.Create(Shape.Sizes[..^3]).ElementCount
            : throw new ShapeException($"{operation}: input {Shape} has {Rank} {(Rank == 1 ? "axis" : "axes")}; it takes […, channels, height, width].");
    }
}
