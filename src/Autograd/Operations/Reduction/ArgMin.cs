using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The place of the least of all elements, counted row by row: the first one if several tie, the first NaN if there is one.
    /// PyTorch's <c>argmin</c>.
    /// </summary>
    /// <returns>An Int64 tensor without axes.</returns>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor ArgMin() => Reshape(-1).ArgMin(0);

    /// <summary>
    /// The place of the least element along one axis: the first one if several tie, the first NaN if there is one. PyTorch's <c>argmin</c>.
    /// </summary>
    /// <returns>An Int64 tensor without the axis, or with size 1 there.</returns>
    /// <exception cref="ShapeException">The axis does not exist or has size 0.</exception>
    public Tensor ArgMin(int axis, bool keepDimensions = false) =>
        Operation.Run(new ArgMin(this, Shape.NormalizeAxis(axis, nameof(ArgMin)), keepDimensions));
}

/// <summary>The place of the least element along one axis.</summary>
[Torch("argmin")]
[Formula("arg min x", Shapes = "axis removed, or 1")]
public sealed class ArgMin(Tensor x, int axis, bool keepDimensions)
    : Search<ArgMin.Kernel>(x, axis, NotNull(x).Shape.Reduce(x.Shape.RequireElements([axis], nameof(ArgMin)), keepDimensions))
{
    /// <summary>The first place of the least element.</summary>
    public readonly struct Kernel : ISearchKernel
    {
        /// <inheritdoc/>
        public void Invoke<T>(ReadOnlySpan<T> line, Span<long> places) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            places[0] = Reducing.FirstPlace(line, Reducing.Combine(line, default(Amin.Kernel)));
    }
}
