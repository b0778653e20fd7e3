using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Greatest of all elements. NaN if any is NaN. Elements that tie for it share the gradient evenly. PyTorch's <c>amax</c>.
    /// </summary>
    /// <returns>A tensor without axes, of this tensor's type.</returns>
    /// <exception cref="ShapeException">There are no elements.</exception>
    public Tensor Max() => Max([]);

    /// <summary>
    /// Greatest along some axes, along all if none is given. NaN if any is NaN. Elements that tie for it share the gradient evenly.
    /// PyTorch's <c>amax</c>; see <see cref="Max(int, bool)"/> for the index too.
    /// </summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <returns>A tensor of this tensor's type; of booleans it is whether any is true.</returns>
    /// <exception cref="ShapeException">An axis does not exist, is named twice or has size 0.</exception>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        var places = Shape.RequireElements(Shape.NormalizeAxes(axes, nameof(Max)), nameof(Max));
        return DType == DType.Bool ? Any(places, keepDimensions) : Operation.Run(new Amax(this, places, keepDimensions));
    }
}

/// <summary>Greatest along axes; ties share the gradient evenly.</summary>
[Torch("amax")]
[Formula("max x", "g / number of ties where x = y, else 0", Shapes = "axes removed, or 1")]
public sealed class Amax(Tensor x, int[] axes, bool keepDimensions) : Extremum<Amax.Kernel>(x, axes, keepDimensions, "Max")
{
    /// <summary>max(left, right); NaN if either is.</summary>
    public readonly struct Kernel : IReductionKernel
    {
        /// <inheritdoc/>
        public T Identity<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.CreateSaturating(double.NegativeInfinity);

        /// <inheritdoc/>
        public T Combine<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Max(left, right);

        /// <inheritdoc/>
        public Vector<T> Combine<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector.Max(left, right);
    }
}
