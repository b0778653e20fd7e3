using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether left ≥ right, element by element, broadcast. False for NaN; true counts more than false. PyTorch's <c>ge</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor GreaterOrEqual(Tensor other) => Operation.Run(new GreaterOrEqual(this, other));

    /// <inheritdoc cref="GreaterOrEqual(Tensor)"/>
    public static Tensor operator >=(Tensor left, Tensor right) => NotNull(left).GreaterOrEqual(right);
}

/// <summary>Whether the left is greater or equal, element by element, broadcast.</summary>
[Torch("ge")]
[Formula("left ≥ right")]
public sealed class GreaterOrEqual(Tensor left, Tensor right) : ElementwiseComparison<GreaterOrEqual.Kernel>(left, right, nameof(GreaterOrEqual))
{
    /// <summary>left ≥ right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => left >= right;
    }
}
