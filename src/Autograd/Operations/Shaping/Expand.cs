using System.Runtime.CompilerServices;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Repeats axes of size 1, and new outer axes, up to the given shape without copying. −1 keeps a size. A view. PyTorch's <c>expand</c>.
    /// </summary>
    /// <exception cref="ShapeException">An axis that should grow has a size other than 1.</exception>
    [OverloadResolutionPriority(1)]       // a list may hold −1, a Shape may not
    public Tensor Expand(params ReadOnlySpan<int> shape) => Expand(Autograd.Expand.Resolve(Shape, shape));

    /// <inheritdoc cref="Expand(ReadOnlySpan{int})"/>
    public Tensor Expand(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape == Shape ? this : Operation.Run(new Expand(this, shape));
    }

    /// <summary>Sums over the axes that broadcasting from the given shape to this tensor's has added or repeated.</summary>
    /// <exception cref="ShapeException">The shape does not broadcast to this tensor's.</exception>
    internal Tensor SumTo(Shape shape)
    {
        if (shape == Shape)
            return this;
        var added = Rank - shape.Rank;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (added < 0 || (shape[axis] != 1 && shape[axis] != Shape[axis + added]))
                throw new ShapeException($"SumTo: {Shape} is not what broadcasting makes of {shape}.");
        }
        Span<int> repeated = stackalloc int[Rank];
        var count = 0;
        for (var axis = 0; axis < Rank; axis++)
        {
            if (axis < added || (shape[axis - added] == 1 && Shape[axis] != 1))
                repeated[count++] = axis;
        }
        // Axes that were added in front are gone after the sum; of others, size 1 is left.
        return count == 0 ? Reshape(shape) : Sum(repeated[..count], keepDimensions: count > added).Reshape(shape);
    }
}

/// <summary>Axes of size 1, and new outer axes, repeated.</summary>
[Torch("expand")]
[Formula("x repeated to a larger shape", "Σ g over the repeats", Shapes = "sizes 1 → any")]
public sealed class Expand(Tensor x, Shape shape) : View(x, Target(x, shape))
{
    /// <summary>The engine sums the gradient back to the input's shape.</summary>
    protected override Tensor Backward(Tensor gradient) => gradient;

    internal static Shape Resolve(Shape from, ReadOnlySpan<int> sizes)
    {
        var resolved = sizes.ToArray();
        for (var axis = 0; axis < resolved.Length; axis++)
        {
            var source = axis - (resolved.Length - from.Rank);
            if (resolved[axis] != -1)
                continue;
            resolved[axis] = source >= 0
                ? from[source]
                : throw new ShapeException($"Expand: [{string.Join(", ", sizes.ToArray())}] keeps the size of a new axis (-1 at axis {axis}); give it a size.");
        }
        return Shape.Create(resolved);
    }

    private static Layout Target(Tensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank < x.Rank)
            throw new ShapeException($"Expand: {x.Shape} has {x.Rank} axes, the target {shape} only {shape.Rank}; it needs at least as many.");
        for (var fromEnd = 1; fromEnd <= x.Rank; fromEnd++)
        {
            if (x.Shape[^fromEnd] != shape[^fromEnd] && x.Shape[^fromEnd] != 1)
            {
                throw new ShapeException(
                    $"Expand: {x.Shape} does not expand to {shape}: axis -{fromEnd} has size {x.Shape[^fromEnd]}, and only an axis of size 1 can grow to {shape[^fromEnd]}.");
            }
        }
        return x.Layout.Expand(shape);
    }
}
