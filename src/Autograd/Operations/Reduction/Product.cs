using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Product of all elements. Integers and booleans multiply to Int64, as in PyTorch; the product of nothing is 1.</summary>
    /// <returns>A tensor without axes.</returns>
    public Tensor Product() => Product([]);

    /// <summary>
    /// Product along some axes; along all if none is given. The gradients are right also where elements are 0. PyTorch's <c>prod</c>.
    /// </summary>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public Tensor Product(ReadOnlySpan<int> axes, bool keepDimensions = false) => Operation.Run(new Product(
        DType.IsFloatingPoint ? this : Cast(DType.Int64), Shape.NormalizeAxes(axes, nameof(Product)), keepDimensions));

    /// <summary>Product along one axis. PyTorch's <c>prod</c>.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor Product(int axis, bool keepDimensions = false) => Product([axis], keepDimensions);
}

/// <summary>Product along axes.</summary>
[Torch("prod")]
[Formula("Π x", "g · Π of the other elements")]
public sealed class Product(Tensor x, int[] axes, bool keepDimensions) : Reduction<Product.Kernel>(x, axes, keepDimensions)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        if (ReducedCount == 0)
            return Zeros(XShape, DType);
        var order = Reducing.KeptFirst(XShape.Rank, AxisArray);
        var back = new int[order.Length];
        for (var axis = 0; axis < order.Length; axis++)
            back[order[axis]] = axis;
        var lines = X.Permute(order);
        return Restore(gradient) * OfOthers(lines.Reshape(Count, ReducedCount)).Reshape(lines.Shape).Permute(back);
    }

    /// <summary>
    /// For each element of a row the product of the others, without dividing, which 0 forbids: partners are multiplied, the same is done
    /// for these products, and each partner times the other's result is its own.
    /// </summary>
    private static Tensor OfOthers(Tensor x)
    {
        var half = x.Shape[1] / 2;
        if (half == 0)
            return Ones(x.Shape, x.DType);
        Tensor left = x.Slice(1, 0, half), right = x.Slice(1, half, 2 * half), odd = x.Slice(1, 2 * half);
        var others = OfOthers(Concatenate([left * right, odd], 1));
        var outside = others.Slice(1, 0, half);
        return Concatenate([outside * right, outside * left, others.Slice(1, half)], 1);
    }

    /// <summary>left · right.</summary>
    public readonly struct Kernel : IReductionKernel
    {
        /// <inheritdoc/>
        public T Identity<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.One;

        /// <inheritdoc/>
        public T Combine<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;

        /// <inheritdoc/>
        public Vector<T> Combine<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;
    }
}
