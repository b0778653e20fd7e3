using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Equality, left = right, element by element, broadcast. NaN equals nothing. PyTorch's <c>eq</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Equal(Tensor other) => Operation.Run(new Equal(this, other));

}

/// <summary>Equality of two tensors, element by element, broadcast.</summary>
[Torch("eq")]
[Formula("left = right")]
public sealed class Equal(Tensor left, Tensor right) : ElementwiseComparison<Equal.Kernel>(left, right, nameof(Equal))
{
    /// <summary>left = right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => left == right;
    }
}
