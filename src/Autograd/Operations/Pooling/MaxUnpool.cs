using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The way back from max pooling of a sequence: each element at the place that it was found at, zeros elsewhere. Of several with one
    /// place the last stays. PyTorch's <c>nn.functional.max_unpool1d</c> with <c>output_size</c>.
    /// </summary>
    /// <param name="indices">The <see cref="WindowMaximum.Indices"/> of the pooling: Int64, of this tensor's shape.</param>
    /// <param name="size">The size of what was pooled.</param>
    /// <returns>[batch, channels, size] or [channels, size], as this tensor.</returns>
    /// <exception cref="ShapeException">This tensor has another number of axes, the indices another shape, or one lies outside.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or there are not as many as axes.</exception>
    /// <exception cref="TypeException">The indices are not Int64.</exception>
    public Tensor MaxUnpool1d(Tensor indices, PerAxis size) => MaxUnpoolOver(1, nameof(MaxUnpool1d), indices, size);

    /// <summary>The way back from max pooling of an image, as <see cref="MaxUnpool1d"/>. PyTorch's <c>nn.functional.max_unpool2d</c> with <c>output_size</c>.</summary>
    /// <inheritdoc cref="MaxUnpool1d"/>
    /// <returns>[batch, channels, height, width] or [channels, height, width], as this tensor.</returns>
    public Tensor MaxUnpool2d(Tensor indices, PerAxis size) => MaxUnpoolOver(2, nameof(MaxUnpool2d), indices, size);

    /// <summary>The way back from max pooling of a volume, as <see cref="MaxUnpool1d"/>. PyTorch's <c>nn.functional.max_unpool3d</c> with <c>output_size</c>.</summary>
    /// <inheritdoc cref="MaxUnpool1d"/>
    /// <returns>[batch, channels, depth, height, width] or [channels, depth, height, width], as this tensor.</returns>
    public Tensor MaxUnpool3d(Tensor indices, PerAxis size) => MaxUnpoolOver(3, nameof(MaxUnpool3d), indices, size);

    private MaxUnpool MaxUnpoolOver(int axes, string operation, Tensor indices, PerAxis size)
    {
        PoolingWindows.RequireSpatial(operation, this, axes);
        if (NotNull(indices).DType != DType.Int64)
            throw new TypeException($"{operation}: the indices are Int64, got {indices.DType}; give those of the pooling.");
        if (indices.Shape != Shape)
            throw new ShapeException($"{operation}: the input has shape {Shape}, the indices {indices.Shape}; they must be the same.");
        var outer = Shape.Create(Shape.Sizes[..^axes]);
        return Operation.Run(new MaxUnpool(this, indices, Shape.Create([.. outer, .. size.For(axes, 0, 1, operation, nameof(size))]), outer));
    }
}

/// <summary>Each element at the place in its plane that an index gives, zeros elsewhere.</summary>
[Torch("nn.functional.max_unpool2d")]
[Formula("left at the places right, 0 elsewhere", "g at the places", "none", Shapes = "spatial axes → the sizes asked for")]
public sealed class MaxUnpool : BinaryOperation
{
    private readonly Shape _outer;

    internal MaxUnpool(Tensor x, Tensor indices, Shape shape, Shape outer) : base(x, indices, shape, x.DType) => _outer = outer;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(Left, Right, Shape, _outer.ElementCount));

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => MaxPoolGradient.Picked(gradient, Right, _outer);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("MaxUnpool: indices carry no gradient.");

    private readonly struct Work(Tensor x, Tensor indices, Shape shape, int planes) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged => planes == 0
            ? Storage.Allocate<T>(0)
            : MaxPooling.Scatter(
                Planes<T>.Of(x.Storage, x.Layout), Planes<long>.Of(indices.Storage, indices.Layout), planes, x.Count / planes, shape.ElementCount / planes);
    }
}
