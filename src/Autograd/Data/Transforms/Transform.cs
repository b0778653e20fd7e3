namespace Autograd;

/// <summary>
/// A change of a sample's input, such as an image [channels, height, width], that may draw random numbers. Used with <see cref="Dataset.MapInput"/>, or alone.
/// </summary>
public abstract class Transform
{
    /// <summary>Changes a tensor. Several threads may call it at once.</summary>
    /// <param name="x">The tensor. It stays as it is.</param>
    /// <param name="generator">Where random numbers come from.</param>
    public abstract Tensor Apply(Tensor x, Generator generator);

    /// <summary>The height and width of an image.</summary>
    /// <exception cref="ShapeException">It is none.</exception>
    private protected (int Height, int Width) Image(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank == 3
            ? (x.Shape[1], x.Shape[2])
            : throw new ShapeException($"{GetType().Name}: takes an image [channels, height, width], got shape {x.Shape}; apply it to one sample at a time.");
    }

    /// <summary>A number drawn evenly between two.</summary>
    private protected static double Uniform(Generator generator, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Span<double> draw = stackalloc double[1];
        generator.Uniform(draw, low, high);
        return draw[0];
    }
}
