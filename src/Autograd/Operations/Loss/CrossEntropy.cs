using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Cross entropy between the classes that are right and the probabilities softmax(x) of these logits, −ln softmax(x)[target], averaged
    /// over all targets; computed from the logits in one stable step. PyTorch's <c>nn.functional.cross_entropy</c>.
    /// </summary>
    /// <param name="target">
    /// For logits [n, classes] the class of each row: [n], Int64 or Int32, from 0 to below the number of classes; for logits
    /// [n, classes, d, …] [n, d, …], for a single row [classes] one number. Or, as floating-point numbers of the logits' shape, the
    /// probability of each class.
    /// </param>
    /// <param name="reduction">The mean, the sum, or each target's loss.</param>
    /// <param name="ignoreIndex">Targets of this value, which need be no class, count for nothing: neither in the sum nor in the mean.</param>
    /// <param name="weight">
    /// How much each class counts, [classes]; all alike if left out. The mean over class indices is the sum divided by the sum of their weights.
    /// </param>
    /// <param name="labelSmoothing">From 0 to 1: the share of each target that is spread evenly over all classes; Szegedy et al. 2016.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="TypeException">The logits are not floating-point numbers, or the target is Bool.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is not from 0 to 1.</exception>
    public Tensor CrossEntropy(
        Tensor target, LossReduction reduction = LossReduction.Mean, long ignoreIndex = -100, Tensor? weight = null, double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireDefined(reduction);
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing), labelSmoothing, $"CrossEntropy: labelSmoothing is {labelSmoothing}; it is a share, from 0 to 1.");
        }
        return target.DType.IsFloatingPoint ? CrossEntropyOfProbabilities(target, reduction, weight, labelSmoothing)
            : weight is null && labelSmoothing == 0 ? Operation.Run(new CrossEntropy(this, target, ignoreIndex, reduction))
            : CrossEntropyOfClasses(target, reduction, ignoreIndex, weight, labelSmoothing);
    }

    private Tensor CrossEntropyOfProbabilities(Tensor target, LossReduction reduction, Tensor? weight, double smoothing)
    {
        var axis = Autograd.CrossEntropy.ClassAxis(Shape);
        RequireShapeOf(target, nameof(CrossEntropy));
        if (smoothing > 0)
            target = target * (1 - smoothing) + smoothing / Shape[axis];
        var losses = -LogSoftmax(axis) * target;
        if (weight is not null)
            losses *= AlongClasses(weight, axis);
        return losses.Sum(axis).Reduce(reduction);
    }

    private Tensor CrossEntropyOfClasses(Tensor target, LossReduction reduction, long ignoreIndex, Tensor? weight, double smoothing)
    {
        var classes = new ClassTargets(this, target, weight, ignoreIndex, nameof(CrossEntropy));
        var logarithms = LogSoftmax(classes.Axis);
        var losses = classes.Pick(logarithms);
        if (smoothing > 0)
        {
            var spread = classes.Counted(-(weight is null ? logarithms : logarithms * AlongClasses(weight, classes.Axis)).Sum(classes.Axis));
            losses = losses * (1 - smoothing) + spread * (smoothing / Shape[classes.Axis]);
        }
        return classes.Reduce(losses, reduction);
    }

    /// <summary>A number for each class, [classes], as it multiplies logits: [classes, 1, …].</summary>
    private Tensor AlongClasses(Tensor weight, int axis) => weight.Rank == 1 && weight.Count == Shape[axis]
        ? weight.Reshape([weight.Count, .. Enumerable.Repeat(1, Rank - 1 - axis)])
        : throw new ShapeException($"CrossEntropy: weights have shape {weight.Shape}; with {Shape[axis]} classes they must have shape [{Shape[axis]}].");
}

/// <summary>Cross entropy between right classes, given by index, and the softmax of logits along axis 1, or of a single row of them.</summary>
[Torch("nn.functional.cross_entropy")]
[Formula("ln Σ e^left − left[right]", "g · (softmax(left) − 1 at right)", Shapes = "[n, classes, …], [n, …] → [n, …], [] for a mean or sum")]
public sealed class CrossEntropy(Tensor logits, Tensor target, long ignoreIndex, LossReduction reduction)
    : BinaryOperation(logits, Checked(logits, target, reduction), reduction == LossReduction.None ? NotNull(target).Shape : Shape.Scalar, logits.DType)
{
    /// <summary>The target that counts for nothing.</summary>
    public long IgnoreIndex { get; } = ignoreIndex;

    /// <summary>What becomes of the targets' losses.</summary>
    public LossReduction Reduction { get; } = reduction;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
        Reduction == LossReduction.None ? [] : [new("reduction", Reduction.ToString())];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(Left, new ClassIndices(Right, IgnoreIndex), Reduction), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Loss;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Run(new CrossEntropyGradient(Left, Right, gradient, IgnoreIndex, Reduction));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("CrossEntropy: class indices carry no gradient.");

    /// <summary>PyTorch's place of the classes: axis 1, after the rows of a batch, or the only axis.</summary>
    internal static int ClassAxis(Shape shape, string operation = nameof(CrossEntropy)) => shape.Rank switch
    {
        0 => throw new ShapeException($"{operation}: the logits are a single number; give one for each class, [classes] or [n, classes]."),
        1 => 0,
        _ => 1,
    };

    private static Tensor Checked(Tensor logits, Tensor target, LossReduction reduction)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        RequireDefined(reduction);
        return CheckedTarget(logits, target, nameof(CrossEntropy));
    }

    /// <summary>Targets of the right shape, as Int64.</summary>
    internal static Tensor CheckedTarget(Tensor logits, Tensor target, string operation)
    {
        var axis = ClassAxis(logits.Shape, operation);
        var expected = logits.Shape.Without(axis);
        if (!target.DType.IsInteger)
            throw new TypeException($"{operation}: targets are class indices, Int64 or Int32, got {target.DType}; convert with Cast(DType.Int64) first.");
        return target.Shape == expected
            ? target.Cast(DType.Int64)
            : throw new ShapeException(
                $"{operation}: the logits have shape {logits.Shape}, the target {target.Shape}; with {logits.Shape[axis]} classes in axis {axis} "
                + $"the target must have shape {expected}.");
    }

    private readonly struct Work(Tensor logits, ClassIndices targets, LossReduction reduction) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var losses = AxisWalk.Reduce<T, T, Line<T>>((Storage<T>)logits.Storage, logits.Layout, [ClassAxis(logits.Shape)], new Line<T>(targets));
            if (reduction == LossReduction.None)
                return losses;
            var sum = Reducing.Combine(losses.Span, default(Sum.Kernel));
            losses.GiveBack();
            return new Storage<T>(reduction == LossReduction.Mean ? sum / T.CreateTruncating(targets.CountKept()) : sum);
        }
    }

    private readonly struct Line<T>(ClassIndices targets) : ILine<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> x, Span<T> result)
        {
            var target = targets.Read(index, x.Length);
            var (max, logOfSum) = Exponentials.LogOfSum(x);
            result[0] = target < 0 ? T.Zero : -(x[target] - max - logOfSum);
        }
    }
}

/// <summary>The gradient of <see cref="CrossEntropy"/> for the logits, all at once: no logarithm, no row of zeros with a one is stored.</summary>
[Torch("nll_loss_backward")]
[Formula("z · (softmax(x) − 1 at class)", "z · g · softmax′(x)", "none", "Σ g · (softmax(x) − 1 at class)", Inputs = ["x", "class", "z"], Shapes = "x's")]
public sealed class CrossEntropyGradient(Tensor logits, Tensor target, Tensor gradient, long ignoreIndex, LossReduction reduction)
    : NaryOperation([logits, target, gradient], NotNull(logits).Shape, logits.DType)
{
    private readonly long _ignoreIndex = ignoreIndex;
    private readonly LossReduction _reduction = reduction;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
        _reduction == LossReduction.None ? [] : [new("reduction", _reduction.ToString())];

    /// <inheritdoc/>
    protected override Storage Forward() =>
        Dispatch.Real(DType, new Work(Operand(0), new ClassIndices(Operand(1), _ignoreIndex), Operand(2), _reduction), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient)
    {
        var axis = Autograd.CrossEntropy.ClassAxis(Shape);
        var (logits, target) = (Operand(0), Operand(1).Unsqueeze(axis));
        // Rows to ignore give nothing; index 0 stands in for theirs.
        var counts = target.NotEqual(_ignoreIndex);
        var scaled = Where(counts, gradient, 0);
        if (index == 0)
        {
            var share = _reduction == LossReduction.None ? Operand(2).Unsqueeze(axis) : Averaged(Operand(2), counts);
            return Run(new SoftmaxGradient(logits.Softmax(axis), scaled * share, axis));
        }
        var expected = (logits.Softmax(axis) * scaled).Sum(axis);
        var each = expected - scaled.Gather(axis, Where(counts, target, 0)).Squeeze(axis);
        return _reduction == LossReduction.None ? each : Averaged(each.Sum(), counts);
    }

    /// <summary>A sum over the targets, as a mean if that was asked for.</summary>
    private Tensor Averaged(Tensor sum, Tensor counts) => _reduction == LossReduction.Mean ? sum / counts.Sum().Cast(DType) : sum;

    private readonly struct Work(Tensor logits, ClassIndices targets, Tensor gradient, LossReduction reduction) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var (axis, gradients) = (Autograd.CrossEntropy.ClassAxis(logits.Shape), (Storage<T>)gradient.Storage);
            var line = new Line<T>(targets);
            if (reduction == LossReduction.None)
                line = line with { Gradients = Lines<T>.Along(gradients, gradient.Layout) };
            else
                line = line with { Shared = gradients.Span[gradient.Layout.Offset] / T.CreateTruncating(reduction == LossReduction.Mean ? targets.CountKept() : 1) };
            return AxisWalk.Map<T, T, Line<T>>((Storage<T>)logits.Storage, logits.Layout, axis, logits.Shape[axis], line);
        }
    }

    private readonly record struct Line<T>(ClassIndices Targets) : ILine<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        /// <summary>The gradient of each target's loss, or null: it is the same for all.</summary>
        public Lines<T>? Gradients { get; init; }

        public T Shared { get; init; }

        public void Invoke(int index, ReadOnlySpan<T> x, Span<T> result)
        {
            var target = Targets.Read(index, x.Length);
            if (target < 0)
            {
                result.Clear();
                return;
            }
            var gradient = Gradients is { } gradients ? gradients.Read(index, 1, default)[0] : Shared;
            Exponentials.Softmax(x, result, gradient);
            result[target] -= gradient;
        }
    }
}

/// <summary>The classes that are right, one for each row of logits.</summary>
internal readonly struct ClassIndices(Tensor target, long ignoreIndex)
{
    private readonly int _count = target.Count;
    private readonly Lines<long> _classes = Lines<long>.Along((Storage<long>)target.Storage, target.Layout);

    /// <summary>How many rows are not to be ignored.</summary>
    public int CountKept()
    {
        var count = 0;
        for (var row = 0; row < _count; row++)
        {
            if (_classes.Read(row, 1, default)[0] != ignoreIndex)
                count++;
        }
        return count;
    }

    /// <summary>The class of a row, or −1 if the row counts for nothing.</summary>
    /// <exception cref="ShapeException">There is no such class.</exception>
    public int Read(int row, int classCount)
    {
        var index = _classes.Read(row, 1, default)[0];
        return index == ignoreIndex ? -1
            : (ulong)index < (ulong)classCount ? (int)index
            : throw new ShapeException($"CrossEntropy: target {index} is no class: there are {classCount} classes; use 0 to {classCount - 1}, or {ignoreIndex} to ignore a row.");
    }
}
