namespace Autograd;

/// <summary>Batch normalization of numbers, [batch, channels], or of sequences, [batch, channels, length]. PyTorch's <c>torch.nn.BatchNorm1d</c>.</summary>
/// <remarks><inheritdoc cref="BatchNorm" path="/summary"/></remarks>
/// <inheritdoc cref="BatchNorm2d" path="/param"/>
public sealed class BatchNorm1d(
    int channels, double epsilon = 1e-5, double? momentum = 0.1, bool isAffine = true, bool tracksStatistics = true, DType type = DType.Float32)
    : BatchNorm(2, 3, "[batch, channels] or [batch, channels, length]", channels, epsilon, momentum, isAffine, tracksStatistics, type);
