using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Inequality, left ≠ right, element by element, broadcast. NaN differs from everything, itself included. PyTorch's <c>ne</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor NotEqual(Tensor other) => Operation.Run(new NotEqual(this, other));
}

/// <summary>Inequality of two tensors, element by element, broadcast.</summary>
[Torch("ne")]
[Formula("left ≠ right")]
public sealed class NotEqual(Tensor left, Tensor right) : ElementwiseComparison<NotEqual.Kernel>(left, right, nameof(NotEqual))
{
    /// <summary>left ≠ right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => left != right;
    }
}
