using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The elements converted to another type. To integers, fractions are cut off; to Bool, everything but 0 is true.
    /// Gradients are converted back. PyTorch's <c>to(dtype)</c>.
    /// </summary>
    /// <returns>This tensor if it has the type already.</returns>
    public Tensor Cast(DType type) => type == DType ? this : Operation.Run(new Cast(this, type));

    /// <summary>As <see cref="Cast"/>, but a C# number becomes a plain input of the type rather than a node of the graph.</summary>
    internal Tensor PromoteTo(DType type) =>
        type == DType ? this : IsScalarLiteral ? new Input(Layout, Autograd.Cast.Convert(RequireFit(type), type)) : Cast(type);

    private Tensor RequireFit(DType type) => type == DType.Int32 && DType == DType.Int64 && Item<long>() is < int.MinValue or > int.MaxValue
        ? throw new TypeException($"{Item<long>()} does not fit Int32, the type of the tensor that it meets; convert that with Cast(DType.Int64) first.")
        : this;
}

/// <summary>Conversion to another element type.</summary>
[Torch("to")]
[Formula("x as another type", "g in the type of x", Shapes = "any → same")]
public sealed class Cast(Tensor x, DType type) : UnaryOperation(x, NotNull(x).Shape, type)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Storage Forward() => Convert(X, DType);

    /// <summary>The engine converts the gradient to the input's type.</summary>
    protected override Tensor Backward(Tensor gradient) => gradient;

    internal static Storage Convert(Tensor x, DType type) => Dispatch.Any(x.DType, new FromType(x, type));

    private readonly struct FromType(Tensor x, DType type) : IAnyWork
    {
        public Storage Invoke<TX>() where TX : unmanaged => Dispatch.Any(type, new ToType<TX>(x));
    }

    private readonly struct ToType<TX>(Tensor x) : IAnyWork where TX : unmanaged
    {
        public Storage Invoke<T>() where T : unmanaged => Elementwise.Map<TX, T, Conversion<TX, T>>((Storage<TX>)x.Storage, x.Layout, default);
    }

    private readonly struct Conversion<TX, T> : IMap<TX, T> where TX : unmanaged where T : unmanaged
    {
        public T Invoke(TX x)
        {
            // Every branch but one disappears when the types are fixed.
            if (typeof(TX) == typeof(float))
                return From((float)(object)x);
            if (typeof(TX) == typeof(double))
                return From((double)(object)x);
            if (typeof(TX) == typeof(long))
                return From((long)(object)x);
            if (typeof(TX) == typeof(int))
                return From((int)(object)x);
            return From((bool)(object)x ? 1 : 0);
        }

        private static T From<TNumber>(TNumber x) where TNumber : INumber<TNumber>
        {
            if (typeof(T) == typeof(float))
                return (T)(object)float.CreateTruncating(x);
            if (typeof(T) == typeof(double))
                return (T)(object)double.CreateTruncating(x);
            if (typeof(T) == typeof(long))
                return (T)(object)long.CreateTruncating(x);
            if (typeof(T) == typeof(int))
                return (T)(object)int.CreateTruncating(x);
            return (T)(object)!TNumber.IsZero(x);
        }
    }
}
