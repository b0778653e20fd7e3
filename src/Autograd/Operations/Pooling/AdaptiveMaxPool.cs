namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// A sequence cut into parts as equal as can be, and the greatest element of each: part i of n goes from ⌊i · size / n⌋ up to, without,
    /// ⌈(i + 1) · size / n⌉. Ties, NaN, <see cref="WindowMaximum.Indices"/> and gradients as in <see cref="MaxPool1d"/>. PyTorch's
    /// <c>nn.functional.adaptive_max_pool1d</c>.
    /// </summary>
    /// <param name="size">How many parts: the size of the result.</param>
    /// <returns>[batch, channels, size] or [channels, size], as the input.</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or an empty spatial one.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or there are not as many as axes.</exception>
    public AdaptiveMaxPool AdaptiveMaxPool1d(PerAxis size) =>
        Operation.Run(new AdaptiveMaxPool(this, PoolingWindows.Parts(nameof(AdaptiveMaxPool1d), this, 1, size)));

    /// <summary>The greatest element of each part of an image, as <see cref="AdaptiveMaxPool1d"/> along height and width. PyTorch's <c>nn.functional.adaptive_max_pool2d</c>.</summary>
    /// <inheritdoc cref="AdaptiveMaxPool1d"/>
    /// <returns>[batch, channels, rows, columns] or [channels, rows, columns], as the input.</returns>
    public AdaptiveMaxPool AdaptiveMaxPool2d(PerAxis size) =>
        Operation.Run(new AdaptiveMaxPool(this, PoolingWindows.Parts(nameof(AdaptiveMaxPool2d), this, 2, size)));

    /// <summary>The greatest element of each part of a volume, as <see cref="AdaptiveMaxPool1d"/> along depth, height and width. PyTorch's <c>nn.functional.adaptive_max_pool3d</c>.</summary>
    /// <inheritdoc cref="AdaptiveMaxPool1d"/>
    /// <returns>[batch, channels, slices, rows, columns] or [channels, slices, rows, columns], as the input.</returns>
    public AdaptiveMaxPool AdaptiveMaxPool3d(PerAxis size) =>
        Operation.Run(new AdaptiveMaxPool(this, PoolingWindows.Parts(nameof(AdaptiveMaxPool3d), this, 3, size)));
}

/// <summary>The greatest element of each part of the spatial axes.</summary>
[Torch("nn.functional.adaptive_max_pool2d")]
[Formula("max x over each part", "g at the index, 0 elsewhere", Shapes = "spatial axes → the sizes asked for")]
public sealed class AdaptiveMaxPool : WindowMaximum
{
    internal AdaptiveMaxPool(Tensor x, Kernels.WindowGrid grid) : base(x, grid) { }
}
