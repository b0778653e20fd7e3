using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Lengths of the vectors along some axes, (Σ |x|ᵖ)^(1/p), Euclid's for p = 2; along all axes if none is given. ∞ and −∞ give the greatest
    /// and the least |x|, 0 the number of elements other than 0. Where the gradient has no limit it is 0. PyTorch's <c>linalg.vector_norm</c>.
    /// </summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="p">The power, any number.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <returns>A tensor of this tensor's type.</returns>
    /// <exception cref="ShapeException">An axis does not exist or is named twice, or has size 0 and p is negative or infinite.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor Norm(ReadOnlySpan<int> axes = default, double p = 2, bool keepDimensions = false)
    {
        var places = Shape.NormalizeAxes(axes, nameof(Norm));
        if (p < 0 || double.IsInfinity(p))
            Shape.RequireElements(places, nameof(Norm));
        return Operation.Run(new Norm(this, places, p, keepDimensions));
    }

    /// <summary>Lengths of the vectors along one axis, (Σ |x|ᵖ)^(1/p). PyTorch's <c>linalg.vector_norm</c>.</summary>
    /// <inheritdoc cref="Norm(ReadOnlySpan{int}, double, bool)"/>
    public Tensor Norm(int axis, double p = 2, bool keepDimensions = false) => Norm([axis], p, keepDimensions);
}

/// <summary>Length of vectors along axes.</summary>
[Torch("linalg.vector_norm")]
[Formula("(Σ |x|^p)^(1/p)", "g · sign x · (|x| / y)^(p − 1), 0 where x = 0 or y = 0", Shapes = "axes removed, or 1")]
public sealed class Norm(Tensor x, int[] axes, double p, bool keepDimensions) : RealReduction<Norm.Kernel>(x, axes, keepDimensions, new Kernel(p))
{
    /// <summary>The power.</summary>
    public double P { get; } = p;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("p", P)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        if (P == 0)
            return Zeros(XShape, DType);
        var (x, y, g) = (X, Restore(this), Restore(gradient));
        switch (P)
        {
            case 1:
                return x.Sign() * g;
            case 2:
                return g * Where(y.Equal(0), 0, x / y);
            case double.PositiveInfinity or double.NegativeInfinity:
                var ties = (x.Abs().Equal(y) | x.IsNaN()).Cast(DType);
                return x.Sign() * (g / ties.Sum(AxisArray, keepDimensions: true) * ties);
            default:
                // Powers that would be infinite at 0 are replaced by the 0 that the gradient is to be there.
                return P < 1 ? x.Sign() * Where(x.Equal(0), 0, x.Abs().Pow(P - 1)) * (g * y.Pow(1 - P))
                    : (P < 2 ? x.Sign() * x.Abs().Pow(P - 1) : x * x.Abs().Pow(P - 2)) * Where(y.Equal(0), 0, g / y.Pow(P - 1));
        }
    }

    /// <summary>(Σ |x|ᵖ)^(1/p).</summary>
    public readonly struct Kernel(double p) : IRealReductionKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => p switch
        {
            0 => Reducing.Combine(x, default(IsNotZero<T>), default(Sum.Kernel)),
            1 => Reducing.Combine(x, default(Magnitude<T>), default(Sum.Kernel)),
            2 => T.Sqrt(Reducing.Combine(x, default(Squared<T>), default(Sum.Kernel))),
            double.PositiveInfinity => Reducing.Combine(x, default(Magnitude<T>), default(Amax.Kernel)),
            double.NegativeInfinity => Reducing.Combine(x, default(Magnitude<T>), default(Amin.Kernel)),
            _ => T.Pow(
                Reducing.Combine(x, new Power<T>(T.CreateTruncating(p)), default(Sum.Kernel)), T.CreateTruncating(1 / p)),
        };
    }

    private readonly struct Magnitude<T> : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T x) => T.Abs(x);

        public Vector<T> Invoke(Vector<T> x) => Vector.Abs(x);
    }

    private readonly struct Squared<T> : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T x) => x * x;

        public Vector<T> Invoke(Vector<T> x) => x * x;
    }

    private readonly struct IsNotZero<T> : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T Invoke(T x) => T.IsZero(x) ? T.Zero : T.One;
    }

    private readonly struct Power<T>(T p) : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T Invoke(T x) => T.Pow(T.Abs(x), p);
    }
}
