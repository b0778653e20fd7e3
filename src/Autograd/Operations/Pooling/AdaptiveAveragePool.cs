namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// A sequence cut into parts as equal as can be, and the average of each: part i of n goes from ⌊i · size / n⌋ up to, without,
    /// ⌈(i + 1) · size / n⌉. PyTorch's <c>nn.functional.adaptive_avg_pool1d</c>.
    /// </summary>
    /// <param name="size">How many parts: the size of the result. 1 is the average of all.</param>
    /// <returns>[batch, channels, size] or [channels, size], as the input.</returns>
    /// <exception cref="ShapeException">The input has another number of axes, or an empty spatial one.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or there are not as many as axes.</exception>
    /// <exception cref="TypeException">The input holds integers.</exception>
    public Tensor AdaptiveAveragePool1d(PerAxis size) => AdaptiveAveragePoolOver(1, nameof(AdaptiveAveragePool1d), size);

    /// <summary>The average of each part of an image, as <see cref="AdaptiveAveragePool1d"/> along height and width. PyTorch's <c>nn.functional.adaptive_avg_pool2d</c>.</summary>
    /// <inheritdoc cref="AdaptiveAveragePool1d"/>
    /// <returns>[batch, channels, rows, columns] or [channels, rows, columns], as the input.</returns>
    public Tensor AdaptiveAveragePool2d(PerAxis size) => AdaptiveAveragePoolOver(2, nameof(AdaptiveAveragePool2d), size);

    /// <summary>The average of each part of a volume, as <see cref="AdaptiveAveragePool1d"/> along depth, height and width. PyTorch's <c>nn.functional.adaptive_avg_pool3d</c>.</summary>
    /// <inheritdoc cref="AdaptiveAveragePool1d"/>
    /// <returns>[batch, channels, slices, rows, columns] or [channels, slices, rows, columns], as the input.</returns>
    public Tensor AdaptiveAveragePool3d(PerAxis size) => AdaptiveAveragePoolOver(3, nameof(AdaptiveAveragePool3d), size);

    private AdaptiveAveragePool AdaptiveAveragePoolOver(int axes, string operation, PerAxis size)
    {
        var grid = PoolingWindows.Parts(operation, this, axes, size);
        return DType.IsFloatingPoint
            ? Operation.Run(new AdaptiveAveragePool(this, grid))
            : throw new TypeException($"{operation}: takes floating-point numbers, got {DType}; convert with Cast(DType.Float32) first.");
    }
}

/// <summary>The average of each part of the spatial axes.</summary>
[Torch("nn.functional.adaptive_avg_pool2d")]
[Formula("Σ x / n over each part", "Σ g / n over the parts that hold the element", Shapes = "spatial axes → the sizes asked for")]
public sealed class AdaptiveAveragePool : WindowAverage
{
    internal AdaptiveAveragePool(Tensor x, Kernels.WindowGrid grid) : base(x, grid, new Kernels.Divisor(CountsPadding: false)) { }
}
