using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// A sequence, an image or a volume at another size: position i of the result lies at (i + ½) · size / newSize − ½ of the input, or at
    /// i · (size − 1) / (newSize − 1) where corners are aligned. PyTorch's <c>nn.functional.interpolate</c> with <c>size</c>.
    /// </summary>
    /// <param name="size">The new size of each spatial axis.</param>
    /// <param name="mode">How an element is made from those around its place.</param>
    /// <param name="alignCorners">True if the first and last elements keep their places; for Linear and Cubic only.</param>
    /// <returns>[batch, channels, …] with the new sizes.</returns>
    /// <exception cref="ShapeException">The input does not have 1 to 3 spatial axes behind batch and channels, or one is empty.</exception>
    /// <exception cref="ArgumentException">A size is below 1, there are not as many as axes, or the mode does not fit.</exception>
    /// <exception cref="TypeException">The input holds integers.</exception>
    public Tensor Interpolate(PerAxis size, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false)
    {
        var spatial = Autograd.Interpolate.Spatial(this, mode, alignCorners);
        var sizes = size.For(spatial.Length, 0, 1, nameof(Interpolate), nameof(size));
        return Operation.Run(new Interpolate(this, [.. sizes.Select((count, i) => new ResampledAxis(spatial[i], count, 0))], mode, alignCorners));
    }

    /// <summary>
    /// As <see cref="Interpolate"/>, by a factor: the new size is ⌊factor · size⌋, and position i of the result lies at
    /// (i + ½) / factor − ½ of the input. PyTorch's <c>nn.functional.interpolate</c> with <c>scale_factor</c>.
    /// </summary>
    /// <param name="factor">The factor for every spatial axis.</param>
    /// <param name="mode">How an element is made from those around its place.</param>
    /// <param name="alignCorners">True if the first and last elements keep their places, whatever the factor; for Linear and Cubic only.</param>
    /// <returns>[batch, channels, …] with the new sizes.</returns>
    /// <exception cref="ShapeException">The input does not have 1 to 3 spatial axes behind batch and channels, one is empty, or becomes empty.</exception>
    /// <exception cref="ArgumentException">A factor is not above 0, there are not as many as axes, or the mode does not fit.</exception>
    /// <exception cref="TypeException">The input holds integers.</exception>
    public Tensor InterpolateBy(double factor, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) =>
        InterpolateBy([factor], mode, alignCorners);

    /// <inheritdoc cref="InterpolateBy(double, InterpolationMode, bool)"/>
    /// <param name="factors">A factor for each spatial axis, or one for all.</param>
    /// <param name="mode">How an element is made from those around its place.</param>
    /// <param name="alignCorners">True if the first and last elements keep their places, whatever the factor; for Linear and Cubic only.</param>
    public Tensor InterpolateBy(ReadOnlySpan<double> factors, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false)
    {
        var spatial = Autograd.Interpolate.Spatial(this, mode, alignCorners);
        if (factors.Length != 1 && factors.Length != spatial.Length)
        {
            throw new ArgumentException(
                $"Interpolate: {factors.Length} factors for {spatial.Length} spatial axes of shape {Shape}; give one for all, or one for each.", nameof(factors));
        }
        var axes = new ResampledAxis[spatial.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var factor = factors[factors.Length == 1 ? 0 : i];
            var count = Math.Floor(spatial[i] * factor);
            if (!(factor > 0) || count > Array.MaxLength)
                throw new ArgumentException($"Interpolate: factor {factor} must be above 0, and not so large that nothing can hold the result.", nameof(factors));
            axes[i] = count >= 1
                ? new ResampledAxis(spatial[i], (int)count, factor)
                : throw new ShapeException($"Interpolate: factor {factor} leaves nothing of axis {i + 2} of shape {Shape}; use at least 1 / {spatial[i]}.");
        }
        return Operation.Run(new Interpolate(this, axes, mode, alignCorners));
    }
}

/// <summary>Spatial axes brought to another size.</summary>
[Torch("nn.functional.interpolate")]
[Formula("Σ w · x over the elements around the place", "Σ w · g over the places around the element", Shapes = "spatial axes → the sizes asked for")]
public sealed class Interpolate : UnaryOperation
{
    private readonly ResampledAxis[] _axes;

    internal Interpolate(Tensor x, ResampledAxis[] axes, InterpolationMode mode, bool alignCorners)
        : base(x, Shape.Create([.. x.Shape.Sizes[..2], .. axes.Select(axis => axis.Count)]), x.DType) =>
        (_axes, Mode, AlignsCorners) = (axes, mode, alignCorners);

    /// <summary>How an element is made from those around its place.</summary>
    public InterpolationMode Mode { get; }

    /// <summary>True if the first and last elements keep their places.</summary>
    public bool AlignsCorners { get; }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("mode", $"{Mode}"), .. AlignsCorners ? [new("corners", "aligned")] : Array.Empty<KeyValuePair<string, object>>()];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(X, _axes, Mode, AlignsCorners, isTransposed: false), this);

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new InterpolateGradient(gradient, _axes, Mode, AlignsCorners));

    /// <summary>The sizes of the spatial axes.</summary>
    internal static int[] Spatial(Tensor x, InterpolationMode mode, bool alignCorners)
    {
        if (x.Rank is < 3 or > 5)
            throw new ShapeException($"Interpolate: the input has shape {x.Shape}; it must be [batch, channels, …] with 1 to 3 spatial axes.");
        x.Shape.RequireElements([.. Enumerable.Range(2, x.Rank - 2)], nameof(Interpolate));
        if (alignCorners && mode is (InterpolationMode.Nearest or InterpolationMode.NearestExact))
            throw new ArgumentException($"Interpolate: corners cannot be aligned in mode {mode}; use Linear or Cubic, or leave alignCorners out.", nameof(alignCorners));
        if (mode == InterpolationMode.Cubic && x.Rank != 4)
            throw new ArgumentException($"Interpolate: mode Cubic takes images, [batch, channels, height, width], got shape {x.Shape}; use Linear.", nameof(mode));
        return [.. x.Shape.Sizes[2..]];
    }

    /// <summary>One axis after another: each alone is a small matrix of weights, and their order does not matter but for rounding.</summary>
    internal readonly struct Work(Tensor x, ResampledAxis[] axes, InterpolationMode mode, bool alignCorners, bool isTransposed) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var current = Planes<T>.Of(x.Storage, x.Layout);
            int[] sizes = [.. x.Shape.Sizes];
            for (var i = 0; i < axes.Length; i++)
            {
                // The innermost axis first, and its transpose last: the others then are sums of whole rows, and the rows are short ones.
                var axis = isTransposed ? i : axes.Length - 1 - i;
                var taps = mode switch
                {
                    InterpolationMode.Linear => AxisTaps<T>.Linear(axes[axis], alignCorners),
                    InterpolationMode.Cubic => AxisTaps<T>.Cubic(axes[axis], alignCorners),
                    _ => AxisTaps<T>.Nearest(axes[axis], mode == InterpolationMode.NearestExact),
                };
                if (taps.IsIdentity)
                    continue;
                int outer = Product(sizes.AsSpan(0, axis + 2)), inner = Product(sizes.AsSpan(axis + 3));
                current = isTransposed ? Kernels.Resampling.Write(current, taps, outer, inner) : Kernels.Resampling.Read(current, taps, outer, inner);
                sizes[axis + 2] = isTransposed ? axes[axis].Size : axes[axis].Count;
            }
            return ReferenceEquals(current.Storage, x.Storage) ? x.CopyStorage() : current.Storage;
        }

        private static int Product(ReadOnlySpan<int> sizes)
        {
            var product = 1;
            foreach (var size in sizes)
                product *= size;
            return product;
        }
    }
}

/// <summary>The gradient of <see cref="Interpolate"/>: the transpose of its weights. Linear; its own gradient is the interpolation.</summary>
[Torch("upsample_bilinear2d_backward")]
[Formula("Σ w · x over the places around the element", "Σ w · g over the elements around the place", Shapes = "the resized → the input's")]
public sealed class InterpolateGradient : UnaryOperation
{
    private readonly ResampledAxis[] _axes;
    private readonly InterpolationMode _mode;
    private readonly bool _alignsCorners;

    internal InterpolateGradient(Tensor x, ResampledAxis[] axes, InterpolationMode mode, bool alignCorners)
        : base(x, Shape.Create([.. x.Shape.Sizes[..2], .. axes.Select(axis => axis.Size)]), x.DType) =>
        (_axes, _mode, _alignsCorners) = (axes, mode, alignCorners);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Interpolate.Work(X, _axes, _mode, _alignsCorners, isTransposed: true), this);

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new Interpolate(gradient, _axes, _mode, _alignsCorners));
}
