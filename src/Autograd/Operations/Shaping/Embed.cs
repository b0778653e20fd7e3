using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Zeros with x written into a part of them: the gradient of every view that shows each element at most once. The view is given as a
/// change of layout, so one class serves slicing, selecting, flipping and diagonals.
/// </summary>
[Torch("slice_scatter")]
[Formula("x at the part, 0 elsewhere", "the part of g", Shapes = "the part → the whole")]
public sealed class Embed : UnaryOperation
{
    private readonly Func<Layout, Layout> _part;

    /// <summary>Zeros of a shape with x written into a part.</summary>
    /// <param name="x">What to write.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="part">The layout of the part, given that of the whole.</param>
    public Embed(Tensor x, Shape shape, Func<Layout, Layout> part) : base(x, shape, NotNull(x).DType) => _part = NotNull(part);

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(X, Shape, _part));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new Part(gradient, Shape, _part));

    private readonly struct Work(Tensor x, Shape shape, Func<Layout, Layout> part) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(shape.ElementCount);
            result.Span.Clear();
            Copying.Scatter(x.Dense<T>(), result.Span, part(shape.Contiguous));
            return result;
        }
    }
}

/// <summary>The part of x that <see cref="Embed"/> writes.</summary>
[Torch("as_strided")]
[Formula("a part of x", "g at the part, 0 elsewhere", Shapes = "the whole → the part")]
public sealed class Part(Tensor x, Shape shape, Func<Layout, Layout> part) : View(x, part(NotNull(x).Layout))
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new Embed(gradient, shape, part));
}
