using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Sum of all elements. Integers and booleans sum to Int64, as in PyTorch; the sum of nothing is 0.</summary>
    /// <returns>A tensor without axes.</returns>
    public Tensor Sum() => Sum([]);

    /// <summary>Sum along some axes; along all if none is given.</summary>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDimensions = false) => Operation.Run(new Sum(
        DType.IsFloatingPoint ? this : Cast(DType.Int64), Shape.NormalizeAxes(axes, nameof(Sum)), keepDimensions));

    /// <summary>Sum along one axis.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor Sum(int axis, bool keepDimensions = false) => Sum([axis], keepDimensions);
}

/// <summary>Sum along axes.</summary>
[Torch("sum")]
[Formula("Σ x", "g for each element")]
public sealed class Sum(Tensor x, int[] axes, bool keepDimensions) : Reduction<Sum.Kernel>(x, axes, keepDimensions)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Restore(gradient).Expand(XShape);

    /// <summary>left + right.</summary>
    public readonly struct Kernel : IReductionKernel
    {
        /// <inheritdoc/>
        public T Identity<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Zero;

        /// <inheritdoc/>
        public T Combine<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        /// <inheritdoc/>
        public Vector<T> Combine<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;
    }
}
