using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Least of all elements. NaN if any is NaN. Elements that tie for it share the gradient evenly. PyTorch's <c>amin</c>.
    /// </summary>
    /// <returns>A tensor without axes, of this tensor's type.</returns>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Min() => Min([]);

    /// <summary>
    /// Least along some axes, along all if none is given. NaN if any is NaN. Elements that tie for it share the gradient evenly.
    /// PyTorch's <c>amin</c>; see <see cref="Min(int, bool)"/> for the index too.
    /// </summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <returns>A tensor of this tensor's type; of booleans it is whether all are true.</returns>
    /// <exception cref="ShapeException">An axis does not exist, is named twice or has size 0.</exception>
    public Tensor Min(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        var places = Shape.RequireElements(Shape.NormalizeAxes(axes, nameof(Min)), nameof(Min));
        return DType == DType.Bool ? All(places, keepDimensions) : Operation.Run(new Amin(this, places, keepDimensions));
    }
}

/// <summary>Least along axes; ties share the gradient evenly.</summary>
[Torch("amin")]
[Formula("min x", "g / number of ties where x = y, else 0", Shapes = "axes removed, or 1")]
public sealed class Amin(Tensor x, int[] axes, bool keepDimensions) : Extremum<Amin.Kernel>(x, axes, keepDimensions, "Min")
{
    /// <summary>min(left, right); NaN if either is.</summary>
    public readonly struct Kernel : IReductionKernel
    {
        /// <inheritdoc/>
        public T Identity<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.CreateSaturating(double.PositiveInfinity);

        /// <inheritdoc/>
        public T Combine<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Min(left, right);

        /// <inheritdoc/>
        public Vector<T> Combine<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector.Min(left, right);
    }
}
