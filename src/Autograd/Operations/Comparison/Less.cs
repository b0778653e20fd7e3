using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether left &lt; right, element by element, broadcast. False for NaN; false counts less than true. PyTorch's <c>lt</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Less(Tensor other) => Operation.Run(new Less(this, other));

    /// <inheritdoc cref="Less(Tensor)"/>
    public static Tensor operator <(Tensor left, Tensor right) => NotNull(left).Less(right);
}

/// <summary>Whether the left is less, element by element, broadcast.</summary>
[Torch("lt")]
[Formula("left < right")]
public sealed class Less(Tensor left, Tensor right) : ElementwiseComparison<Less.Kernel>(left, right, nameof(Less))
{
    /// <summary>left &lt; right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => left < right;
    }
}
