using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The places of the elements along an axis in ascending or descending order. Equal elements keep their order; NaN counts as the greatest.
    /// PyTorch's <c>argsort</c>.
    /// </summary>
    /// <returns>An Int64 tensor of this tensor's shape.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor ArgSort(int axis = -1, bool descending = false)
    {
        var place = Shape.NormalizeAxis(axis, nameof(ArgSort));
        return Operation.Run(new ArgSort(this, place, Shape[place], descending));
    }
}

/// <summary>The places of the elements along an axis in order, or of the first of them.</summary>
[Torch("argsort")]
[Formula("the places of x in order", Shapes = "same, or count along the axis")]
public sealed class ArgSort(Tensor x, int axis, int count, bool descending)
    : Search<ArgSort.Kernel>(x, axis, NotNull(x).Shape.With(axis, count), new Kernel(descending))
{
    /// <summary>The places of the elements of a line in order.</summary>
    public readonly struct Kernel(bool descending) : ISearchKernel
    {
        /// <inheritdoc/>
        public void Invoke<T>(ReadOnlySpan<T> line, Span<long> places) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Kernels.Ordering.Sort(line, descending, places);
    }
}
