namespace Autograd;

/// <summary>
/// How many zeros stand before and after each spatial axis: the same on both sides (<c>1</c>, <c>(1, 2)</c>), sides apart
/// (<see cref="Sides"/>), or as many as keep the size (<see cref="Same"/>).
/// </summary>
public readonly struct Padding : IEquatable<Padding>
{
    private Padding(PerAxis before, PerAxis after, bool isSame) => (Before, After, IsSame) = (before, after, isSame);

    /// <summary>As many as give the result the size of the input, for stride 1; where that is an odd number, the extra one comes after. PyTorch's <c>'same'</c>.</summary>
    public static Padding Same { get; } = new(default, default, isSame: true);

    /// <summary>True for <see cref="Same"/>.</summary>
    public bool IsSame { get; }

    /// <summary>How many zeros stand before each axis; default for <see cref="Same"/>, which depends on the kernel.</summary>
    public PerAxis Before { get; }

    /// <summary>How many zeros stand after each axis; default for <see cref="Same"/>, which depends on the kernel.</summary>
    public PerAxis After { get; }

    /// <summary>Other numbers before each axis than after it: <c>Padding.Sides(before: (0, 1), after: (1, 2))</c>.</summary>
    public static Padding Sides(PerAxis before, PerAxis after) => new(before, after, isSame: false);

    /// <summary>The same number on every side.</summary>
    public static implicit operator Padding(int value) => (PerAxis)value;

    /// <summary>A number for both sides of each of two axes: height, width.</summary>
    public static implicit operator Padding((int Height, int Width) values) => (PerAxis)values;

    /// <summary>A number for both sides of each of three axes: depth, height, width.</summary>
    public static implicit operator Padding((int Depth, int Height, int Width) values) => (PerAxis)values;

    /// <summary>A number for both sides of each axis.</summary>
    public static implicit operator Padding(PerAxis values) => new(values, values, isSame: false);

    /// <summary>A number for both sides of each axis.</summary>
    public static implicit operator Padding(int[] values) => (PerAxis)values;

    /// <summary>True if both are the same numbers.</summary>
    public static bool operator ==(Padding left, Padding right) => left.Equals(right);

    /// <summary>True if the numbers differ.</summary>
    public static bool operator !=(Padding left, Padding right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Padding other) => IsSame == other.IsSame && Before == other.Before && After == other.After;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Padding other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsSame, Before, After);

    /// <summary><c>1</c>, <c>[1, 2]</c>, <c>before [0, 1], after [1, 2]</c> or <c>same</c>.</summary>
    public override string ToString() => IsSame ? "same" : Before.IsDefault ? "0" : Before == After ? $"{Before}" : $"before {Before}, after {After}";

    /// <summary>The numbers before and after each axis.</summary>
    /// <exception cref="ArgumentException">A number is negative, there are not as many as axes, or "same" meets a stride other than 1.</exception>
    internal (int[] Before, int[] After) For(ReadOnlySpan<int> window, ReadOnlySpan<int> stride, ReadOnlySpan<int> dilation, string operation)
    {
        var axes = window.Length;
        if (!IsSame)
            return (Before.For(axes, 0, 0, operation, "padding"), After.For(axes, 0, 0, operation, "padding"));
        int[] before = new int[axes], after = new int[axes];
        for (var axis = 0; axis < axes; axis++)
        {
            if (stride[axis] != 1)
                throw new ArgumentException($"{operation}: padding same keeps the size only with stride 1, got stride {stride[axis]}; give the padding as numbers.");
            var total = Math.Min(int.MaxValue, (long)dilation[axis] * (window[axis] - 1));
            (before[axis], after[axis]) = ((int)(total / 2), (int)(total - total / 2));
        }
        return (before, after);
    }
}
