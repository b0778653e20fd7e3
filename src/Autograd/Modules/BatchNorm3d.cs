namespace Autograd;

/// <summary>Batch normalization of volumes, [batch, channels, depth, height, width]. PyTorch's <c>torch.nn.BatchNorm3d</c>.</summary>
/// <remarks><inheritdoc cref="BatchNorm" path="/summary"/></remarks>
/// <inheritdoc cref="BatchNorm2d" path="/param"/>
public sealed class BatchNorm3d(
    int channels, double epsilon = 1e-5, double? momentum = 0.1, bool isAffine = true, bool tracksStatistics = true, DType type = DType.Float32)
    : BatchNorm(5, 5, "[batch, channels, depth, height, width]", channels, epsilon, momentum, isAffine, tracksStatistics, type);
