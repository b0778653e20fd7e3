namespace Autograd;

/// <summary>Positions added before and after one to three axes.</summary>
public abstract class PaddingLayer : Module
{
    private readonly int[] _pairs;

    private protected PaddingLayer(int axes, Padding padding, PadMode mode, double value)
    {
        if (padding.IsSame)
            throw new ArgumentException($"{GetType().Name}: padding same depends on a kernel, and here is none; give the padding as numbers.", nameof(padding));
        _pairs = Pairs(padding.For(new int[axes], default, default, GetType().Name));
        (Padding, Mode, Value) = (padding, mode, value);
    }

    /// <summary>How many positions are added before and after each axis.</summary>
    public Padding Padding { get; }

    /// <summary>What is added: a value, or positions of the input itself.</summary>
    public PadMode Mode { get; }

    /// <summary>The value added in mode Constant.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    protected internal override string Settings => FormattableString.Invariant($"{Padding}, {(Mode == PadMode.Constant ? $"value {Value}" : Mode.ToString().ToLowerInvariant())}");

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var axes = _pairs.Length / 2;
        return x.Rank == axes + 1 || x.Rank == axes + 2
            ? x.Pad(_pairs, Mode, Value)
            : throw new ShapeException($"{GetType().Name}: input {x.Shape} has {x.Rank} {(x.Rank == 1 ? "axis" : "axes")}; it takes {axes + 2} ([batch, channels, …] with {axes} spatial), or {axes + 1} without the batch.");
    }

    /// <summary>Pairs (before, after) from the innermost axis outwards, as <see cref="Tensor.Pad"/> takes them.</summary>
    internal static int[] Pairs((int[] Before, int[] After) sides) => [.. sides.Before.Zip(sides.After).Reverse().SelectMany(pair => new[] { pair.First, pair.Second })];
}
