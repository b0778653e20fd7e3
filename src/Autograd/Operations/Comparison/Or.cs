using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Logical or, element by element, broadcast; numbers count as true unless 0. PyTorch's <c>logical_or</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Or(Tensor other) => Operation.Run(new Or(this, other));

    /// <summary>Logical or of two Bool tensors, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">One of them holds numbers, of which PyTorch's operator would combine the bits.</exception>
    public static Tensor operator |(Tensor left, Tensor right) => RequireBools(left, right, "|", nameof(Or)).Or(right);
}

/// <summary>Logical or of two tensors, element by element, broadcast.</summary>
[Torch("logical_or")]
[Formula("left ∨ right")]
public sealed class Or(Tensor left, Tensor right) : ElementwiseComparison<Or.Kernel>(left, right, nameof(Or))
{
    /// <summary>left ∨ right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => !T.IsZero(left) || !T.IsZero(right);
    }
}
