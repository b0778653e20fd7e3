using Autograd.Kernels;

namespace Autograd;

/// <summary>The greatest or the least element along axes. Elements that tie for it share the gradient evenly.</summary>
public abstract class Extremum<TKernel> : Reduction<TKernel> where TKernel : struct, IReductionKernel
{
    /// <summary>Combines along axes of x, none of them empty.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front.</param>
    /// <param name="keepDimensions">Keeps the combined axes with size 1.</param>
    /// <param name="operation">The method that the message names.</param>
    /// <exception cref="ShapeException">An axis has size 0.</exception>
    protected Extremum(Tensor x, int[] axes, bool keepDimensions, string operation)
        : base(x, NotNull(x).Shape.RequireElements(axes, operation), keepDimensions) { }

    /// <inheritdoc/>
    protected sealed override Tensor Backward(Tensor gradient)
    {
        // Nothing equals NaN: then 0/0 makes every gradient NaN, as in PyTorch.
        var ties = X.Equal(Restore(this)).Cast(DType);
        return ties * (Restore(gradient) / ties.Sum(AxisArray, keepDimensions: true));
    }
}
