using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Logical and, element by element, broadcast; numbers count as true unless 0. PyTorch's <c>logical_and</c>.</summary>
    /// <returns>A Bool tensor of the broadcast shape.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor And(Tensor other) => Operation.Run(new And(this, other));

    /// <summary>Logical and of two Bool tensors, element by element, broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">One of them holds numbers, of which PyTorch's operator would combine the bits.</exception>
    public static Tensor operator &(Tensor left, Tensor right) => RequireBools(left, right, "&", nameof(And)).And(right);

    private static Tensor RequireBools(Tensor left, Tensor right, string sign, string method) =>
        NotNull(left).DType == DType.Bool && NotNull(right).DType == DType.Bool
            ? left
            : throw new TypeException($"operator {sign}: takes Bool tensors, got {left.DType} and {right.DType}; {method}() counts numbers as true unless 0.");
}

/// <summary>Logical and of two tensors, element by element, broadcast.</summary>
[Torch("logical_and")]
[Formula("left ∧ right")]
public sealed class And(Tensor left, Tensor right) : ElementwiseComparison<And.Kernel>(left, right, nameof(And))
{
    /// <summary>left ∧ right.</summary>
    public readonly struct Kernel : IComparisonKernel
    {
        /// <inheritdoc/>
        public bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T> => !T.IsZero(left) && !T.IsZero(right);
    }
}
