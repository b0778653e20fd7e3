namespace Autograd;

/// <summary>Instance normalization of images, [batch, channels, height, width] or [channels, height, width]. PyTorch's <c>torch.nn.InstanceNorm2d</c>.</summary>
/// <remarks><inheritdoc cref="InstanceNorm" path="/summary"/></remarks>
/// <param name="channels">The size of the axis of channels.</param>
/// <param name="epsilon">ε, added to the variance.</param>
/// <param name="momentum">The share of each new batch in the running statistics.</param>
/// <param name="isAffine">Whether each channel has a weight and a bias.</param>
/// <param name="tracksStatistics">Whether there are running statistics, which evaluation then uses.</param>
/// <param name="type">The type of weights and statistics.</param>
public sealed class InstanceNorm2d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool isAffine = false, bool tracksStatistics = false, DType type = DType.Float32)
    : InstanceNorm(2, "[batch, channels, height, width] or [channels, height, width]", channels, epsilon, momentum, isAffine, tracksStatistics, type);
