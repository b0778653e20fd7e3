using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Error function, 2/√π · ∫₀ˣ exp(−t²) dt, element by element; ±1 at ±∞. PyTorch's <c>erf</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Erf() => Operation.Run(new Erf(this));
}

/// <summary>Error function of each element.</summary>
/// <remarks>In single precision the greatest error is 1.6 units in the last place.</remarks>
[Torch("erf")]
[Formula("2/√π · ∫ e^(−t²) dt from 0 to x", "g · 2/√π · e^(−x²)")]
public sealed class Erf(Tensor x) : RealUnary<Erf.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * ((-X.Square()).Exp() * (2 / Math.Sqrt(Math.PI)));

    /// <summary>The error function.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Erf(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Erf(x);
    }
}
