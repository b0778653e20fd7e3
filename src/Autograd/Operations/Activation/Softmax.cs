using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Exponentials along an axis as shares of their sum: yᵢ = eˣⁱ / Σⱼ eˣʲ. Computed from the differences to the greatest element, so that no
    /// exponential overflows; −∞ gives 0, and NaN where the greatest element is infinite. PyTorch's <c>softmax</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor Softmax(int axis) => Operation.Run(new Softmax(this, Shape.NormalizeAxis(axis, nameof(Softmax))));
}

/// <summary>Exponentials along an axis as shares of their sum.</summary>
[Torch("softmax")]
[Formula("e^x / Σ e^x", "y · (g − Σ y·g)", Shapes = "same")]
public sealed class Softmax(Tensor x, int axis) : UnaryOperation(x)
{
    /// <summary>The axis along which the results add up to 1.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(X, Axis), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new SoftmaxGradient(this, gradient, Axis));

    private readonly struct Work(Tensor x, int axis) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            AxisWalk.Map<T, T, Line<T>>((Storage<T>)x.Storage, x.Layout, axis, x.Shape[axis], default);
    }

    private readonly struct Line<T> : ILine<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> x, Span<T> result) => Exponentials.Softmax(x, result, T.One);
    }
}

/// <summary>The gradient of <see cref="Softmax"/>, from its result.</summary>
[Torch("_softmax_backward_data")]
[Formula("left · (right − Σ left·right)", "g · (right − Σ left·right) − right · Σ left·g", "left · (g − Σ left·g)", Shapes = "same")]
public sealed class SoftmaxGradient(Tensor result, Tensor gradient, int axis) : BinaryOperation(result, gradient, NotNull(result).Shape)
{
    private readonly int _axis = axis;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(Left, Right, _axis), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) =>
        gradient * (Right - (Left * Right).Sum(_axis, keepDimensions: true)) - Right * (Left * gradient).Sum(_axis, keepDimensions: true);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Run(new SoftmaxGradient(Left, gradient, _axis));

    private readonly struct Work(Tensor result, Tensor gradient, int axis) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => AxisWalk.Zip<T, Line<T>>(
            (Storage<T>)result.Storage, result.Layout, (Storage<T>)gradient.Storage, gradient.Layout, axis, default);
    }

    private readonly struct Line<T> : ILinePair<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> result)
        {
            Elementwise.ZipSpan(left, right, result, new Weighted(T.Zero));
            Elementwise.ZipSpan(left, right, result, new Weighted(Reducing.Combine<T, Sum.Kernel>(result, default)));
        }

        private readonly struct Weighted(T mean) : IZip<T, T>
        {
            public static bool IsVectorized => true;

            public T Invoke(T left, T right) => left * (right - mean);

            public Vector<T> Invoke(Vector<T> left, Vector<T> right) => left * (right - Vector.Create(mean));
        }
    }
}
