namespace Autograd;

/// <summary>Batch normalization of images, [batch, channels, height, width]. PyTorch's <c>torch.nn.BatchNorm2d</c>.</summary>
/// <remarks><inheritdoc cref="BatchNorm" path="/summary"/></remarks>
/// <param name="channels">The size of axis 1.</param>
/// <param name="epsilon">ε, added to the variance.</param>
/// <param name="momentum">The share of each new batch in the running statistics; null for the average of all batches.</param>
/// <param name="isAffine">Whether each channel has a weight and a bias.</param>
/// <param name="tracksStatistics">Whether there are running statistics; without, evaluation does as training does.</param>
/// <param name="type">The type of weights and statistics.</param>
public sealed class BatchNorm2d(
    int channels, double epsilon = 1e-5, double? momentum = 0.1, bool isAffine = true, bool tracksStatistics = true, DType type = DType.Float32)
    : BatchNorm(4, 4, "[batch, channels, height, width]", channels, epsilon, momentum, isAffine, tracksStatistics, type);
