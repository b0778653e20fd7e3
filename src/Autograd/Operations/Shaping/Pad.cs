using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Elements added before and after those of some axes. PyTorch's <c>nn.functional.pad</c>.</summary>
    /// <param name="padding">
    /// How many before and after each axis, in pairs, the innermost axis first as in PyTorch: <c>[left, right, top, bottom]</c> for an
    /// image. Axes without a pair stay as they are. Negative numbers cut off, in mode Constant only.
    /// </param>
    /// <param name="mode">What to add: a constant, or elements of the tensor mirrored, repeated or taken from the other end.</param>
    /// <param name="value">What to add in mode Constant.</param>
    /// <exception cref="ShapeException">The padding is not in pairs, names more axes than there are, or an axis is too short for it.</exception>
    /// <exception cref="TypeException">An integer tensor cannot hold the value.</exception>
    public Tensor Pad(ReadOnlySpan<int> padding, PadMode mode = PadMode.Constant, double value = 0)
    {
        if (padding.Length % 2 != 0 || padding.Length / 2 > Rank)
        {
            throw new ShapeException(
                $"Pad: [{string.Join(", ", padding.ToArray())}] does not fit shape {Shape}; give a pair (before, after) for each axis, the innermost first, for at most {Rank} axes.");
        }
        int[] before = new int[Rank], after = new int[Rank];
        for (var pair = 0; pair < padding.Length / 2; pair++)
            (before[^(pair + 1)], after[^(pair + 1)]) = (padding[2 * pair], padding[2 * pair + 1]);
        var result = this;
        // The innermost axis first: what is added there is then part of whole rows.
        for (var axis = Rank - 1; axis >= 0; axis--)
        {
            var (first, last) = (before[axis], after[axis]);
            if (mode != PadMode.Constant && (first != 0 || last != 0))
                result = result.IndexSelect(axis, Autograd.Pad.Sources(mode, Shape, axis, first, last));
            else if (first < 0 || last < 0)
                result = result.Slice(axis, Math.Max(0, -first), Autograd.Pad.EndOfKept(Shape, axis, first, last));
            (before[axis], after[axis]) = (Math.Max(0, first), Math.Max(0, last));
        }
        return mode != PadMode.Constant || result.Shape.Equals(Autograd.Pad.Result(result.Shape, before, after))
            ? result
            : Operation.Run(new Pad(result, before, after, value));
    }
}

/// <summary>One value before and after the elements of each axis.</summary>
[Torch("constant_pad_nd")]
[Formula("x, value around it", "g where x is", Shapes = "each axis longer by what is before and after")]
public sealed class Pad(Tensor x, int[] before, int[] after, double value) : UnaryOperation(x, Result(NotNull(x).Shape, before, after), x.DType)
{
    private readonly int[] _before = before;

    /// <summary>The value around x.</summary>
    public double Value { get; } = x.DType.IsFloatingPoint || double.IsInteger(value)
        ? value
        : throw new TypeException($"Pad: a tensor of {x.DType} cannot hold {value}; convert it with Cast(DType.Float32) first.");

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("value", Value)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(this));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new Part(gradient, Shape, Inside));

    /// <summary>The layout of the part where x is, given that of the whole.</summary>
    private Layout Inside(Layout layout)
    {
        for (var axis = 0; axis < _before.Length; axis++)
            layout = layout.Slice(axis, _before[axis], XShape[axis], 1);
        return layout;
    }

    internal static Shape Result(Shape shape, int[] before, int[] after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var sizes = new int[shape.Rank];
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var size = (long)shape[axis] + before[axis] + after[axis];
            sizes[axis] = before[axis] >= 0 && after[axis] >= 0 && size <= Array.MaxLength
                ? (int)size
                : throw new ShapeException($"Pad: axis {axis} of shape {shape} cannot grow by {before[axis]} and {after[axis]}.");
        }
        return Shape.Create(sizes);
    }

    /// <summary>The end of what negative padding leaves of an axis.</summary>
    internal static int EndOfKept(Shape shape, int axis, int before, int after)
    {
        int start = Math.Max(0, -before), end = shape[axis] + Math.Min(0, after);
        return start <= end
            ? end
            : throw new ShapeException($"Pad: padding ({before}, {after}) cuts more off axis {axis} of shape {shape} than its size {shape[axis]}.");
    }

    /// <summary>Where each position of a padded axis comes from.</summary>
    internal static Input Sources(PadMode mode, Shape shape, int axis, int before, int after)
    {
        var size = shape[axis];
        var most = mode switch { PadMode.Reflect => size - 1, PadMode.Circular => size, _ => size == 0 ? 0 : int.MaxValue };
        if (before < 0 || after < 0)
            throw new ShapeException($"Pad: padding ({before}, {after}) is negative for axis {axis} of shape {shape}; only PadMode.Constant cuts off, use Slice before {mode}.");
        if (before > most || after > most)
        {
            throw new ShapeException(
                $"Pad: padding ({before}, {after}) is too much for axis {axis} of shape {shape} in mode {mode}, which can add {Math.Max(0, most)} on each side.");
        }
        var sources = new int[before + size + after];
        for (var i = 0; i < sources.Length; i++)
        {
            var position = i - before;
            sources[i] = mode switch
            {
                PadMode.Reflect => position < 0 ? -position : position < size ? position : 2 * (size - 1) - position,
                PadMode.Circular => (position + size) % size,
                _ => Math.Clamp(position, 0, size - 1),
            };
        }
        return Tensor.From(sources);
    }

    private readonly struct Work(Pad operation) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(operation.Count);
            result.Span.Fill(Tensor.Full(Shape.Scalar, operation.Value, operation.DType).At<T>(0));
            Copying.Scatter(operation.X.Dense<T>(), result.Span, operation.Inside(operation.Layout));
            return result;
        }
    }
}
