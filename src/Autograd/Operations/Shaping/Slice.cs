namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Part of one axis: every <paramref name="step"/>th position from <paramref name="start"/> up to, without, <paramref name="end"/>.
    /// Negative positions count from the end, and positions beyond it stop there, as in Python. A negative step walks backwards:
    /// left out, start and end are then the last position and the one before the first. A view.
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist, or the step is 0.</exception>
    public Tensor Slice(int axis, int? start = null, int? end = null, int step = 1)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Slice));
        if (step == 0)
            throw new ShapeException("Slice: the step is 0, which never gets anywhere; use 1 for every element, -1 for all of them backwards.");
        var size = Shape[place];
        int Clamp(int position, int low, int high) => Math.Clamp(position < 0 ? position + size : position, low, high);
        var (first, stop) = step > 0
            ? (Clamp(start ?? 0, 0, size), Clamp(end ?? size, 0, size))
            : (start is { } s ? Clamp(s, -1, size - 1) : size - 1, end is { } e ? Clamp(e, -1, size - 1) : -1);
        // In 64 bits: a step may be as large as an int.
        var count = (int)Math.Max(0, step > 0 ? (step + (long)stop - first - 1) / step : ((long)first - stop - step - 1) / -(long)step);
        return first == 0 && count == size && step == 1 ? this : Operation.Run(new Slice(this, place, first, count, step));
    }
}

/// <summary>Part of one axis.</summary>
[Torch("slice")]
[Formula("part of x", "g at the part, 0 elsewhere", Shapes = "one axis shorter")]
public sealed class Slice(Tensor x, int axis, int start, int count, int step) : View(x, NotNull(x).Layout.Slice(axis, start, count, step))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", axis), new("start", start), new("count", count), new("step", step)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        // Copies, so that the function does not keep this node alive.
        var (place, first, length, stride) = (axis, start, count, step);
        return Run(new Embed(gradient, XShape, layout => layout.Slice(place, first, length, stride)));
    }
}
