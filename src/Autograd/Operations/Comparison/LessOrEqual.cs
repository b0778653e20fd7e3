using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether left ≤ right, element by element, broadcast. False for NaN; false counts less than true. PyTorch's <c>le</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LessOrEqual(Tensor other) => Operation.Run(new LessOrEqual(this, other));

    /// <inheritdoc cref="LessOrEqual(Tensor)"/>
    public static Tensor operator <=(Tensor left, Tensor right) => NotNull(left).LessOrEqual(right);
}

/// <summary>Whether the left is less or equal, element by element, broadcast.</summary>
[Torch("le")]
[Formula("left ≤ right")]
public sealed class LessOrEqual(Tensor left, Tensor right) : ElementwiseComparison<LessOrEqual.Kernel>(left, right, nameof(LessOrEqual))
{
    /// <summary>left ≤ right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => left <= right;
    }
}
