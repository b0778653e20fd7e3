using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A function of each element by itself, for every number type.</summary>
public abstract class ElementwiseUnary<TKernel> : UnaryOperation where TKernel : struct, IUnaryKernel
{
    private readonly TKernel _kernel;

    /// <summary>Applies the kernel to each element of x.</summary>
    protected ElementwiseUnary(Tensor x, TKernel kernel = default) : base(x) => _kernel = kernel;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Number(DType, new Work(X, _kernel), this);

    private readonly struct Work(Tensor x, TKernel kernel) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var storage = (Storage<T>)x.Storage;
            return x.Count == 1
                ? new Storage<T>(kernel.Invoke(storage.Span[x.Layout.Offset]))
                : Elementwise.Map<T, T, Map<T>>(storage, x.Layout, new Map<T>(kernel));
        }
    }

    private readonly struct Map<T>(TKernel kernel) : IMap<T, T> where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public static bool IsVectorized => TKernel.IsVectorized;

        public T Invoke(T x) => kernel.Invoke(x);

        public Vector<T> Invoke(Vector<T> x) => kernel.Invoke(x);

        public static bool IsWide => TKernel.IsWide;

        public Vector512<T> Invoke(Vector512<T> x) => kernel.Invoke(x);
    }
}

/// <summary>A function of each element by itself, for floating-point numbers; integers are converted to Float32 first.</summary>
public abstract class RealUnary<TKernel> : UnaryOperation where TKernel : struct, IRealUnaryKernel
{
    private readonly TKernel _kernel;

    /// <summary>Applies the kernel to each element of x.</summary>
    protected RealUnary(Tensor x, TKernel kernel = default) : base(NotNull(x).PromoteTo(x.DType.ToFloatingPoint())) => _kernel = kernel;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Real(DType, new Work(X, _kernel), this);

    private readonly struct Work(Tensor x, TKernel kernel) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var storage = (Storage<T>)x.Storage;
            return x.Count == 1
                ? new Storage<T>(kernel.Invoke(storage.Span[x.Layout.Offset]))
                : Elementwise.Map<T, T, Map<T>>(storage, x.Layout, new Map<T>(kernel));
        }
    }

    private readonly struct Map<T>(TKernel kernel) : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public static bool IsVectorized => TKernel.IsVectorized;

        public T Invoke(T x) => kernel.Invoke(x);

        public Vector<T> Invoke(Vector<T> x) => kernel.Invoke(x);

        public static bool IsWide => TKernel.IsWide && typeof(T) == typeof(float);

        public Vector512<T> Invoke(Vector512<T> x) => kernel.Invoke(x.As<T, float>()).As<float, T>();
    }
}
