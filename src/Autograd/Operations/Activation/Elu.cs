using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Exponential linear unit, element by element: x above 0, α · (eˣ − 1) else. At 0 the gradient is α. PyTorch's <c>nn.functional.elu</c>.
    /// </summary>
    /// <param name="alpha">α: the result falls to −α.</param>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Elu(double alpha = 1) => Operation.Run(new Elu(this, alpha));

    /// <summary>
    /// Scaled exponential linear unit, element by element: 1.0507 · <see cref="Elu"/>(1.6733), which keeps mean 0 and variance 1 from layer to
    /// layer (Klambauer, Unterthiner, Mayr, Hochreiter 2017). PyTorch's <c>nn.functional.selu</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Selu() => Operation.Run(new Elu(this, alpha: 1.6732632423543772848170429916717, scale: 1.0507009873554804934193349852946));
}

/// <summary>Exponential linear unit.</summary>
/// <remarks>In single precision the greatest error is 1.19 units in the last place.</remarks>
[Torch("nn.functional.elu")]
[Formula("s · x where x > 0, else s · α · (e^x − 1)", "s · g where x > 0, else s · g · α · e^x")]
public sealed class Elu(Tensor x, double alpha, double scale = 1) : RealUnary<Elu.Kernel>(x, new Kernel(alpha, scale))
{
    /// <summary>α: the result falls to −s·α.</summary>
    public double Alpha { get; } = alpha;

    /// <summary>s: the factor of the whole.</summary>
    public double Scale { get; } = scale;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("s", Scale), new("α", Alpha)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new EluGradient(X, gradient, Alpha, Scale));

    /// <summary>s · x where x > 0, else s · α · (eˣ − 1).</summary>
    public readonly struct Kernel(double alpha, double scale) : IRealUnaryKernel
    {
        private readonly Parameter _alpha = new(alpha), _scale = new(scale);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<T>.Zero), VectorMath.Expm1(x) * _alpha.Lanes<T>(), x) * _scale.Lanes<T>();
    }
}

/// <summary>The gradient of an exponential linear unit.</summary>
[Torch("elu_backward")]
[Formula(
    "s · right where left > 0, else s · right · α · e^left",
    "0 where left > 0, else s · g · right · α · e^left",
    "s · g where left > 0, else s · g · α · e^left")]
public sealed class EluGradient(Tensor x, Tensor gradient, double alpha, double scale)
    : RealBinary<EluGradient.Kernel>(x, gradient, nameof(EluGradient), new Kernel(alpha, scale))
{
    private readonly double _alpha = alpha, _scale = scale;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("s", _scale), new("α", _alpha)];

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        // Below 0 the exponential is its own derivative, above there is none.
        var flowing = gradient * Right;
        return Where(Left <= 0, Operation.Run(new EluGradient(Left, flowing, _alpha, _scale)), 0);
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new EluGradient(Left, gradient, _alpha, _scale));

    /// <summary>s · right where left > 0, else s · right · α · e^left.</summary>
    public readonly struct Kernel(double alpha, double scale) : IRealBinaryKernel
    {
        private readonly Parameter _slope = new(alpha * scale), _scale = new(scale);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            right * Vector.ConditionalSelect(
                Vector.LessThanOrEqual(left, Vector<T>.Zero), VectorMath.Exp(left) * _slope.Lanes<T>(), _scale.Lanes<T>());
    }
}
