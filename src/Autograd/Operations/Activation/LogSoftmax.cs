using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Logarithm of <see cref="Softmax"/> along an axis: yᵢ = xᵢ − ln Σⱼ eˣʲ, without the digits that taking the logarithm of a small share
    /// loses. NaN where the greatest element is infinite. PyTorch's <c>log_softmax</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor LogSoftmax(int axis) => Operation.Run(new LogSoftmax(this, Shape.NormalizeAxis(axis, nameof(LogSoftmax))));
}

/// <summary>Logarithm of the softmax along an axis.</summary>
[Torch("log_softmax")]
[Formula("x − ln Σ e^x", "g − e^y · Σ g", Shapes = "same")]
public sealed class LogSoftmax(Tensor x, int axis) : UnaryOperation(x)
{
    /// <summary>The axis along which the exponentials of the results add up to 1.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(X, Axis), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new LogSoftmaxGradient(this, gradient, Axis));

    private readonly struct Work(Tensor x, int axis) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            AxisWalk.Map<T, T, Line<T>>((Storage<T>)x.Storage, x.Layout, axis, x.Shape[axis], default);
    }

    private readonly struct Line<T> : ILine<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> x, Span<T> result)
        {
            var (max, logOfSum) = Exponentials.LogOfSum(x);
            Elementwise.MapSpan(x, result, new Less(max, logOfSum));
        }

        /// <summary>In two steps: the greatest element is exact to subtract, the logarithm is small.</summary>
        private readonly struct Less(T max, T logOfSum) : IMap<T, T>
        {
            public static bool IsVectorized => true;

            public T Invoke(T x) => x - max - logOfSum;

            public Vector<T> Invoke(Vector<T> x) => x - Vector.Create(max) - Vector.Create(logOfSum);

            public static bool IsWide => true;

            public Vector512<T> Invoke(Vector512<T> x) => x - Vector512.Create(max) - Vector512.Create(logOfSum);
        }
    }
}

/// <summary>The gradient of <see cref="LogSoftmax"/>, from its result.</summary>
[Torch("_log_softmax_backward_data")]
[Formula("right − e^left · Σ right", "−g · e^left · Σ right", "g − Σ e^left·g", Shapes = "same")]
public sealed class LogSoftmaxGradient(Tensor result, Tensor gradient, int axis) : BinaryOperation(result, gradient, NotNull(result).Shape)
{
    private readonly int _axis = axis;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(Left, Right, _axis), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => -gradient * (Left.Exp() * Right.Sum(_axis, keepDimensions: true));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => gradient - (Left.Exp() * gradient).Sum(_axis, keepDimensions: true);

    private readonly struct Work(Tensor result, Tensor gradient, int axis) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => AxisWalk.Zip<T, Line<T>>(
            (Storage<T>)result.Storage, result.Layout, (Storage<T>)gradient.Storage, gradient.Layout, axis, default);
    }

    private readonly struct Line<T> : ILinePair<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result) =>
            Elementwise.ZipSpan(left, right, result, new Less(Reducing.Combine<T, Sum.Kernel>(right, default)));

        private readonly struct Less(T sum) : IZip<T, T>
        {
            public static bool IsVectorized => true;

            public T Invoke(T left, T right) => Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

            public Vector<T> Invoke(Vector<T> left, Vector<T> right) => right - VectorMath.Exp(left) * sum;
        }
    }
}
