using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Logical exclusive or, element by element, broadcast; numbers count as true unless 0. PyTorch's <c>logical_xor</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Xor(Tensor other) => Operation.Run(new Xor(this, other));

    /// <summary>Logical exclusive or of two Bool tensors, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">One of them holds numbers, of which PyTorch's operator would combine the bits.</exception>
    public static Tensor operator ^(Tensor left, Tensor right) => RequireBools(left, right, "^", nameof(Xor)).Xor(right);
}

/// <summary>Logical exclusive or of two tensors, element by element, broadcast.</summary>
[Torch("logical_xor")]
[Formula("left ⊕ right")]
public sealed class Xor(Tensor left, Tensor right) : ElementwiseComparison<Xor.Kernel>(left, right, nameof(Xor))
{
    /// <summary>left ⊕ right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => T.IsZero(left) != T.IsZero(right);
    }
}
