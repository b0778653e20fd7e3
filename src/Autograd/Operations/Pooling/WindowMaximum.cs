using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The greatest element of each window, with its place. The gradient of each result goes to the element picked.</summary>
public abstract class WindowMaximum : UnaryOperation
{
    private readonly WindowGrid _grid;

    private protected WindowMaximum(Tensor x, WindowGrid grid) : base(x, grid.Result(x.Shape), x.DType)
    {
        _grid = grid;
        Indices = new Input(Shape.Contiguous, Storage.Allocate<long>(Shape.ElementCount));
    }

    /// <summary>
    /// Where each result was found: Int64, of the result's shape, counted row by row within the spatial axes of its channel. What
    /// <see cref="Tensor.MaxUnpool2d"/> takes.
    /// </summary>
    public Tensor Indices { get; }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected internal sealed override IReadOnlyList<KeyValuePair<string, object>> Parameters => PoolingWindows.Parameters(_grid);

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Number(DType, new Work(X, _grid, (Storage<long>)Indices.Storage), this);

    /// <inheritdoc/>
    protected sealed override Tensor Backward(Tensor gradient) => Run(new MaxPoolGradient(gradient, Indices, XShape, _grid.Outer(XShape)));

    private readonly struct Work(Tensor x, WindowGrid grid, Storage<long> indices) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            MaxPooling.Run(Planes<T>.Of(x.Storage, x.Layout), grid, grid.Outer(x.Shape).ElementCount, indices);
    }
}

/// <summary>Gradients added up at the places that max pooling picked them from, zeros elsewhere.</summary>
[Torch("max_pool2d_with_indices_backward")]
[Formula("Σ left over the windows whose index is the place", "g at the indices", "none", Shapes = "the pooled → the input's")]
public sealed class MaxPoolGradient : BinaryOperation
{
    private readonly Shape _outer;

    internal MaxPoolGradient(Tensor gradient, Tensor indices, Shape shape, Shape outer) : base(gradient, indices, shape, gradient.DType) => _outer = outer;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(Left, Right, Shape, _outer.ElementCount), this);

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Picked(gradient, Right, _outer);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("MaxPoolGradient: indices carry no gradient.");

    /// <summary>The elements of each plane at the places given for it.</summary>
    internal static Tensor Picked(Tensor x, Tensor indices, Shape outer)
    {
        var planes = Math.Max(1, outer.ElementCount);
        return x.Reshape(outer.Insert(outer.Rank, x.Count / planes))
            .Gather(outer.Rank, indices.Reshape(outer.Insert(outer.Rank, indices.Count / planes))).Reshape(indices.Shape);
    }

    private readonly struct Work(Tensor gradient, Tensor indices, Shape shape, int planes) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => planes == 0
            ? Storage.Allocate<T>(0)
            : MaxPooling.ScatterAdd(
                Planes<T>.Of(gradient.Storage, gradient.Layout), Planes<long>.Of(indices.Storage, indices.Layout),
                planes, gradient.Count / planes, shape.ElementCount / planes);
    }
}
