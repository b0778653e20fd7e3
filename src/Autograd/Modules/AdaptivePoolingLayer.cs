namespace Autograd;

/// <summary>One to three axes cut into parts as equal as can be, whatever their size, and one number made of each part.</summary>
public abstract class AdaptivePoolingLayer : Module
{
    private protected AdaptivePoolingLayer(int axes, PerAxis size) => Size = size.For(axes, 0, 1, GetType().Name, nameof(size));

    /// <summary>How many parts there are along each axis: the size of the result.</summary>
    public PerAxis Size { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"size {Size.ToShortString()}";
}
