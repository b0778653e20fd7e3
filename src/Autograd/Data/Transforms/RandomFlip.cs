namespace Autograd;

/// <summary>Mirrors with a probability: images left to right, or upside down. PyTorch's <c>RandomHorizontalFlip</c> and <c>RandomVerticalFlip</c>.</summary>
public sealed class RandomFlip : Transform
{
    private readonly int _axis;
    private readonly double _probability;

    private RandomFlip(int axis, double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "RandomFlip: a probability lies between 0 and 1.");
        (_axis, _probability) = (axis, probability);
    }

    /// <summary>Exchanges left and right.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public static RandomFlip Horizontal(double probability = 0.5) => new(2, probability);

    /// <summary>Exchanges top and bottom.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    public static RandomFlip Vertical(double probability = 0.5) => new(1, probability);

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Generator generator)
    {
        _ = Image(x);
        return Uniform(generator, 0, 1) < _probability ? x.Flip(_axis) : x;
    }
}
