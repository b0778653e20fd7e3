using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>How <see cref="Tensor.Gelu"/> computes the normal distribution.</summary>
public enum GeluApproximation
{
    /// <summary>Exactly, from the error function.</summary>
    None,

    /// <summary>By the hyperbolic tangent of a cubic polynomial, off by up to 5·10⁻⁴: what GPT-2 and many models after it use.</summary>
    Tanh,
}

public abstract partial class Tensor
{
    /// <summary>
    /// Gaussian error linear unit, x · Φ(x), element by element, where Φ is the distribution function of the normal distribution. PyTorch's
    /// <c>nn.functional.gelu</c>.
    /// </summary>
    /// <param name="approximation">None for the exact function, or its approximation by a hyperbolic tangent.</param>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Gelu(GeluApproximation approximation = GeluApproximation.None) =>
        approximation == GeluApproximation.None ? Operation.Run(new Gelu(this)) : Operation.Run(new GeluTanh(this));
}

/// <summary>Gaussian error linear unit.</summary>
/// <remarks>In single precision the greatest error is 6.1 units in the last place, and 12 below −12.9, where Φ is subnormal.</remarks>
[Torch("nn.functional.gelu")]
[Formula("x · Φ(x)", "g · (Φ(x) + x · φ(x))")]
public sealed class Gelu(Tensor x) : RealUnary<Gelu.Kernel>(x)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new GeluGradient(X, gradient));

    /// <summary>x · Φ(x).</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Gelu(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Gelu(x);
    }
}

/// <summary>The gradient of a Gaussian error linear unit; φ is the density of the normal distribution, e^(−x²/2) / √2π.</summary>
[Torch("gelu_backward")]
[Formula("right · (Φ(left) + left · φ(left))", "g · right · φ(left) · (2 − left²)", "g · (Φ(left) + left · φ(left))")]
public sealed class GeluGradient(Tensor x, Tensor gradient) : RealBinary<GeluGradient.Kernel>(x, gradient, nameof(GeluGradient))
{
    private const double InverseRoot = 0.39894228040143267794;       // 1 / √2π

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        var square = Left.Square();
        return gradient * Right * ((square * -0.5).Exp() * ((2 - square) * InverseRoot));
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new GeluGradient(Left, gradient));

    /// <summary>right · (Φ(left) + left · φ(left)).</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            right * VectorMath.GeluSlope(left);
    }
}
