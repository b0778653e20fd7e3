using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Sum, left + right, element by element, broadcast. Of booleans it is the logical or, as in PyTorch.</summary>
    /// <returns>A tensor of the broadcast shape and the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other) => BothBool(other) ? Or(other) : Operation.Run(new Add(this, other));

    /// <summary>Sum of two or more tensors, element by element, broadcast, from left to right.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Add(Tensor other, params ReadOnlySpan<Tensor> more)
    {
        var sum = Add(other);
        foreach (var term in more)
            sum = sum.Add(term);
        return sum;
    }

    /// <inheritdoc cref="Add(Tensor)"/>
    public static Tensor operator +(Tensor left, Tensor right) => NotNull(left).Add(right);

    private bool BothBool(Tensor other) => DType == DType.Bool && NotNull(other).DType == DType.Bool;
}

/// <summary>Sum of two tensors, element by element, broadcast.</summary>
[Torch("add")]
[Formula("left + right", "g", "g")]
public sealed class Add(Tensor left, Tensor right) : ElementwiseBinary<Add.Kernel>(left, right, nameof(Add))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient;

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => gradient;

    /// <summary>left + right.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;
    }
}
