using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether left &gt; right, element by element, broadcast. False for NaN; true counts more than false. PyTorch's <c>gt</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Greater(Tensor other) => Operation.Run(new Greater(this, other));

    /// <inheritdoc cref="Greater(Tensor)"/>
    public static Tensor operator >(Tensor left, Tensor right) => NotNull(left).Greater(right);
}

/// <summary>Whether the left is greater, element by element, broadcast.</summary>
[Torch("gt")]
[Formula("left > right")]
public sealed class Greater(Tensor left, Tensor right) : ElementwiseComparison<Greater.Kernel>(left, right, nameof(Greater))
{
    /// <summary>left &gt; right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => left > right;
    }
}
