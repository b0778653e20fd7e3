using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Logarithm of the sum of the exponentials of all elements, ln Σ eˣ: the greatest element, smoothed. It does not overflow; of nothing, and
    /// where all elements are −∞, it is −∞. PyTorch's <c>logsumexp</c>.
    /// </summary>
    /// <returns>A tensor without axes; Float32 for integers.</returns>
    public Tensor LogSumExp() => LogSumExp([]);

    /// <summary>Logarithm of the sum of the exponentials along some axes; along all if none is given. PyTorch's <c>logsumexp</c>.</summary>
    /// <returns>A tensor of this tensor's type; Float32 for integers.</returns>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDimensions = false) => Operation.Run(new LogSumExp(
        PromoteTo(DType.ToFloatingPoint()), Shape.NormalizeAxes(axes, nameof(LogSumExp)), keepDimensions));

    /// <summary>Logarithm of the sum of the exponentials along one axis. PyTorch's <c>logsumexp</c>.</summary>
    /// <returns>A tensor of this tensor's type; Float32 for integers.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor LogSumExp(int axis, bool keepDimensions = false) => LogSumExp([axis], keepDimensions);
}

/// <summary>Logarithm of the sum of exponentials along axes.</summary>
[Torch("logsumexp")]
[Formula("ln Σ e^x", "g · e^(x − y)", Shapes = "axes removed, or 1")]
public sealed class LogSumExp(Tensor x, int[] axes, bool keepDimensions) : RealReduction<LogSumExp.Kernel>(x, axes, keepDimensions)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Restore(gradient) * (X - Restore(this)).Exp();

    /// <summary>ln Σ eˣ.</summary>
    public readonly struct Kernel : IRealReductionKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            // Infinity less infinity is NaN; where the greatest element is infinite, it is the result.
            var max = Reducing.Combine(x, default(Amax.Kernel));
            return T.IsInfinity(max) ? max : max + Exponentials.LogOfSum(x, max);
        }
    }
}
