using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The elements where a mask is true, row by row, as a vector; the shapes broadcast. PyTorch's <c>masked_select</c>, and
    /// <c>x[mask]</c> for a mask of the same shape.
    /// </summary>
    /// <param name="mask">Bool.</param>
    /// <returns>A vector of this tensor's type with one element for each true.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">The mask is not Bool.</exception>
    public Tensor MaskedSelect(Tensor mask)
    {
        var shape = Autograd.Shape.Broadcast(Shape, Positions.RequireMask(mask, nameof(MaskedSelect)).Shape, nameof(MaskedSelect));
        return Operation.Run(new MaskedSelect(Expand(shape), mask.Expand(shape)));
    }
}

/// <summary>The elements where a mask of the same shape is true, row by row.</summary>
[Torch("masked_select")]
[Formula("the elements of left where right", "g spread over the places where right, 0 elsewhere", Shapes = "any → [number of trues]")]
public sealed class MaskedSelect(Tensor x, Tensor mask) : BinaryOperation(x, mask, Result(x, mask), x.DType)
{
    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(Left, Right, Count));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Operation.Run(new MaskedScatter(gradient, Right));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("MaskedSelect: a mask carries no gradient.");

    private static Shape Result(Tensor x, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        Positions.RequireMask(mask, nameof(MaskedSelect));
        return x.Shape == mask.Shape
            ? [Positions.CountTrue(mask)]
            : throw new ShapeException($"MaskedSelect: the operation takes one shape, got {x.Shape} and a mask of {mask.Shape}; x.MaskedSelect(mask) broadcasts.");
    }

    private readonly struct Work(Tensor x, Tensor mask, int count) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(count);
            var from = x.Dense<T>();
            var isSelected = mask.Dense<bool>();
            var to = result.Span;
            for (int i = 0, k = 0; k < to.Length; i++)
            {
                // Written in any case and kept if selected: a branch on a random mask would mispredict.
                to[k] = from[i];
                k += isSelected[i] ? 1 : 0;
            }
            return result;
        }
    }
}

/// <summary>Zeros with the elements of a vector at the places where a mask is true: the gradient of <see cref="MaskedSelect"/>.</summary>
[Torch("masked_scatter")]
[Formula("the next of left where right, else 0", "the elements of g where right", Shapes = "[number of trues] → that of the mask")]
public sealed class MaskedScatter(Tensor x, Tensor mask) : BinaryOperation(Checked(x, mask), mask, mask.Shape, x.DType)
{
    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(Left, Right));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient.MaskedSelect(Right);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("MaskedScatter: a mask carries no gradient.");

    private static Tensor Checked(Tensor x, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        var count = Positions.CountTrue(Positions.RequireMask(mask, nameof(MaskedScatter)));
        return x.Rank == 1 && x.Count == count
            ? x
            : throw new ShapeException($"MaskedScatter: the mask is true in {count} places, got shape {x.Shape}; give a vector of as many elements.");
    }

    private readonly struct Work(Tensor x, Tensor mask) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(mask.Count);
            var from = x.Dense<T>();
            var isSelected = mask.Dense<bool>();
            var to = result.Span;
            for (int i = 0, k = 0; i < to.Length; i++)
                to[i] = isSelected[i] ? from[k++] : default;
            return result;
        }
    }
}
