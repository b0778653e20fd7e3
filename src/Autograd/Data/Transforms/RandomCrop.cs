namespace Autograd;

/// <summary>Cuts a rectangle out of an image, at a random place. PyTorch's <c>RandomCrop</c>.</summary>
public sealed class RandomCrop : Transform
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _padding;

    /// <summary>Makes the transform.</summary>
    /// <param name="height">The height of the rectangle.</param>
    /// <param name="width">Its width.</param>
    /// <param name="padding">Zeros that are put around the image before, on each side.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding below 0.</exception>
    public RandomCrop(int height, int width, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        (_height, _width, _padding) = (height, width, padding);
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        var (height, width) = Image(x);
        var (freeRows, freeColumns) = (height + 2 * _padding - _height, width + 2 * _padding - _width);
        if (freeRows < 0 || freeColumns < 0)
        {
            throw new ShapeException(
                $"RandomCrop: {_height} × {_width} does not fit into an image of {height} × {width} with a padding of {_padding}; crop less, or pad more.");
        }
        Span<int> place = stackalloc int[2];
        generator.Integers(place[..1], 0, freeRows + 1);
        generator.Integers(place[1..], 0, freeColumns + 1);
        var padded = _padding == 0 ? x : x.Pad([_padding, _padding, _padding, _padding]);
        return padded.Slice(1, place[0], place[0] + _height).Slice(2, place[1], place[1] + _width);
    }
}
