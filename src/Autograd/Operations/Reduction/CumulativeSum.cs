using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Sums of the elements up to each place along an axis, yᵢ = x₀ + … + xᵢ. Integers and booleans sum to Int64; Float32 is summed in
    /// double precision, as in PyTorch. PyTorch's <c>cumsum</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor CumulativeSum(int axis) => Operation.Run(new CumulativeSum(
        DType.IsFloatingPoint ? this : Cast(DType.Int64), Shape.NormalizeAxis(axis, nameof(CumulativeSum))));
}

/// <summary>Sums of the elements up to each place along an axis, or from it on.</summary>
[Torch("cumsum")]
[Formula("the sums of x up to each place", "the sums of g from each place to the end", Shapes = "same")]
public sealed class CumulativeSum(Tensor x, int axis, bool isReversed = false) : UnaryOperation(x)
{
    /// <summary>The axis summed along.</summary>
    public int Axis { get; } = axis;

    /// <summary>True if the sums run from the end of the axis.</summary>
    public bool IsReversed { get; } = isReversed;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(X, Axis, IsReversed), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new CumulativeSum(gradient, Axis, !IsReversed));

    private readonly struct Work(Tensor x, int axis, bool isReversed) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var values = (Storage<T>)x.Storage;
            return typeof(T) == typeof(float)
                ? AxisWalk.Map<T, T, Line<T, double>>(values, x.Layout, axis, x.Shape[axis], new(isReversed))
                : AxisWalk.Map<T, T, Line<T, T>>(values, x.Layout, axis, x.Shape[axis], new(isReversed));
        }
    }

    private readonly struct Line<T, TSum>(bool isReversed) : ILine<T, T> where T : unmanaged, INumber<T> where TSum : INumber<TSum>
    {
        public void Invoke(int index, ReadOnlySpan<T> x, Span<T> result)
        {
            var sum = TSum.Zero;
            var (i, end, step) = isReversed ? (x.Length - 1, -1, -1) : (0, x.Length, 1);
            for (; i != end; i += step)
            {
                sum += TSum.CreateTruncating(x[i]);
                result[i] = T.CreateTruncating(sum);
            }
        }
    }
}
