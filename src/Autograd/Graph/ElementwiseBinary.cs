using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A function of each pair of elements, broadcast against each other, for every number type.</summary>
public abstract class ElementwiseBinary<TKernel> : BinaryOperation where TKernel : struct, IBinaryKernel
{
    private readonly TKernel _kernel;

    /// <summary>Brings both inputs to one type and applies the kernel to each pair of elements.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    protected ElementwiseBinary(Tensor left, Tensor right, string operation, TKernel kernel = default)
        : this(Operands.Promote(left, right, operation)) => _kernel = kernel;

    private ElementwiseBinary(Operands operands) : base(operands, operands.Left.DType) { }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Number(DType, new Work(Left, Right, Shape, _kernel), this);

    private readonly struct Work(Tensor left, Tensor right, Shape shape, TKernel kernel) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (l, r) = ((Storage<T>)left.Storage, (Storage<T>)right.Storage);
            return shape.ElementCount == 1
                ? new Storage<T>(kernel.Invoke(l.Span[left.Layout.Offset], r.Span[right.Layout.Offset]))
                : Elementwise.Zip<T, T, Zip<T>>(l, left.Layout.Expand(shape), r, right.Layout.Expand(shape), new Zip<T>(kernel));
        }
    }

    private readonly struct Zip<T>(TKernel kernel) : IZip<T, T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public static bool IsVectorized => TKernel.IsVectorized;

        public T Invoke(T left, T right) => kernel.Invoke(left, right);

        public Vector<T> Invoke(Vector<T> left, Vector<T> right) => kernel.Invoke(left, right);

        public static bool IsWide => TKernel.IsWide;

        public Vector512<T> Invoke(Vector512<T> left, Vector512<T> right) => kernel.Invoke(left, right);
    }
}

/// <summary>A function of each pair of elements, broadcast, for floating-point numbers; integers are converted to Float32 first.</summary>
public abstract class RealBinary<TKernel> : BinaryOperation where TKernel : struct, IRealBinaryKernel
{
    private readonly TKernel _kernel;

    /// <summary>Brings both inputs to one floating-point type and applies the kernel to each pair of elements.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    protected RealBinary(Tensor left, Tensor right, string operation, TKernel kernel = default)
        : this(Operands.PromoteToReal(left, right, operation)) => _kernel = kernel;

    private RealBinary(Operands operands) : base(operands, operands.Left.DType) { }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Real(DType, new Work(Left, Right, Shape, _kernel), this);

    private readonly struct Work(Tensor left, Tensor right, Shape shape, TKernel kernel) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var (l, r) = ((Storage<T>)left.Storage, (Storage<T>)right.Storage);
            return shape.ElementCount == 1
                ? new Storage<T>(kernel.Invoke(l.Span[left.Layout.Offset], r.Span[right.Layout.Offset]))
                : Elementwise.Zip<T, T, Zip<T>>(l, left.Layout.Expand(shape), r, right.Layout.Expand(shape), new Zip<T>(kernel));
        }
    }

    private readonly struct Zip<T>(TKernel kernel) : IZip<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public static bool IsVectorized => TKernel.IsVectorized;

        public T Invoke(T left, T right) => kernel.Invoke(left, right);

        public Vector<T> Invoke(Vector<T> left, Vector<T> right) => kernel.Invoke(left, right);

        public static bool IsWide => TKernel.IsWide;

        public Vector512<T> Invoke(Vector512<T> left, Vector512<T> right) => kernel.Invoke(left, right);
    }
}
