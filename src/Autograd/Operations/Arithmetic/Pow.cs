using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Power, xʸ, element by element, broadcast. x⁰ is 1 for every x, NaN included, and its gradient 0; a negative x has real powers for
    /// whole y only, else NaN. The gradient for an exponent is 0 where the base is 0 and the exponent is not negative. Integers stay
    /// integers and wrap on overflow; their negative powers are cut off to whole numbers: 0 but for those of 1 and −1. PyTorch's <c>pow</c>.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">Both are Bool.</exception>
    public Tensor Pow(Tensor exponent) => Operation.Run(new Pow(this, exponent));

    /// <summary>
    /// Power, xᵖ, of each element. Squares, roots and reciprocals are computed as such, so (−∞)^0.5 is NaN. x⁰ is 1 for every x, NaN
    /// included, and its gradient 0. PyTorch's <c>pow</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Pow(double exponent) => exponent switch
    {
        2 => PromoteTo(DType.ToFloatingPoint()).Square(),
        0.5 => Sqrt(),
        -0.5 => Rsqrt(),
        -1 => Reciprocal(),
        _ => Operation.Run(new PowScalar(PromoteTo(DType.ToFloatingPoint()), exponent)),
    };

    /// <summary>
    /// Power, xᵖ, of each element for a whole p. Integers stay integers and wrap on overflow. x⁰ is 1 for every x, and its gradient 0.
    /// PyTorch's <c>pow</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Int64 for booleans.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The elements are integers and the exponent is negative.</exception>
    public Tensor Pow(long exponent)
    {
        if (DType.IsFloatingPoint)
            return Pow((double)exponent);
        if (exponent < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent,
                $"Pow: negative powers of integers are fractions, {Describe()} cannot hold them; convert with Cast(DType.Float32) first.");
        }
        return exponent == 2 ? Square() : Operation.Run(new PowScalar(DType == DType.Bool ? Cast(DType.Int64) : this, exponent));
    }
}

/// <summary>Power of two tensors, element by element, broadcast.</summary>
[Torch("pow")]
[Formula("left^right", "g · right · left^(right − 1)", "g · y · ln left", Domain = "left > 0, or whole right")]
public sealed class Pow(Tensor left, Tensor right) : ElementwiseBinary<Pow.Kernel>(left, right, nameof(Pow))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) =>
        Where(Right.Equal(0), 0, gradient * (Right * Left.Pow(Right - 1)));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) =>
        gradient * Where(Left.Equal(0) & (Right >= 0), 0, this * Left.Log());

    /// <summary>left to the power right.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (typeof(T) == typeof(float))
                return (T)(object)MathF.Pow((float)(object)left, (float)(object)right);
            if (typeof(T) == typeof(double))
                return (T)(object)Math.Pow((double)(object)left, (double)(object)right);
            return Whole(left, long.CreateTruncating(right));
        }

        /// <summary>By repeated squaring; a negative power keeps only what is whole of it.</summary>
        internal static T Whole<T>(T x, long exponent) where T : INumber<T>
        {
            if (exponent < 0 && x != T.One && x != -T.One)
                return T.Zero;
            var power = T.One;
            for (; exponent != 0; exponent /= 2, x *= x)
            {
                if (long.IsOddInteger(exponent))
                    power *= x;
            }
            return power;
        }
    }
}

/// <summary>The same power of each element.</summary>
[Torch("pow")]
[Formula("x^p", "g · p · x^(p − 1)", Domain = "x > 0, or whole p")]
public sealed class PowScalar(Tensor x, double exponent) : ElementwiseUnary<PowScalar.Kernel>(x, new Kernel(exponent))
{
    /// <summary>The power.</summary>
    public double Exponent { get; } = exponent;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("p", Exponent)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) =>
        Exponent == 0 ? Zeros(Shape, DType) : Exponent == 1 ? gradient : gradient * (X.Pow(Exponent - 1) * Exponent);

    /// <summary>x to the power of the exponent.</summary>
    public readonly struct Kernel(double exponent) : IUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (exponent == 3)
                return x * x * x;
            if (typeof(T) == typeof(float))
                return (T)(object)MathF.Pow((float)(object)x, (float)exponent);
            if (typeof(T) == typeof(double))
                return (T)(object)Math.Pow((double)(object)x, exponent);
            return Autograd.Pow.Kernel.Whole(x, (long)exponent);
        }

        // The cube is worth a loop of its own; other powers take so long that the lanes may go one by one.
        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (exponent == 3)
                return x * x * x;
            for (var lane = 0; lane < Vector<T>.Count; lane++)
                x = x.WithElement(lane, Invoke(x[lane]));
            return x;
        }
    }
}
