using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A question about each pair of elements, broadcast against each other. The answer is a Bool tensor, which carries no gradient.</summary>
public abstract class ElementwiseComparison<TKernel> : BinaryOperation where TKernel : struct, IComparisonKernel
{
    /// <summary>Brings both inputs to one type and compares each pair of elements; booleans are compared as 0 and 1.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    protected ElementwiseComparison(Tensor left, Tensor right, string operation) : this(Operands.Promote(left, right, operation)) { }

    private ElementwiseComparison(Operands operands) : base(operands, DType.Bool) { }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected sealed override Storage Forward()
    {
        var type = Left.DType == DType.Bool ? DType.Int32 : Left.DType;
        return Dispatch.Number(type, new Work(Left.PromoteTo(type), Right.PromoteTo(type), Shape), this);
    }

    /// <inheritdoc/>
    protected sealed override Tensor BackwardLeft(Tensor gradient) => throw new GraphException($"{GetType().Name}: a Bool carries no gradient.");

    /// <inheritdoc/>
    protected sealed override Tensor BackwardRight(Tensor gradient) => throw new GraphException($"{GetType().Name}: a Bool carries no gradient.");

    private readonly struct Work(Tensor left, Tensor right, Shape shape) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => Elementwise.Zip<T, bool, Zip<T>>(
            (Storage<T>)left.Storage, left.Layout.Expand(shape), (Storage<T>)right.Storage, right.Layout.Expand(shape), default);
    }

    private readonly struct Zip<T> : IZip<T, bool> where T : unmanaged, INumber<T>
    {
        public bool Invoke(T left, T right) => default(TKernel).Invoke(left, right);
    }
}
