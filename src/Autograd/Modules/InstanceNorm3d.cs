namespace Autograd;

/// <summary>Instance normalization of volumes, [batch, channels, depth, height, width] or [channels, depth, height, width]. PyTorch's <c>torch.nn.InstanceNorm3d</c>.</summary>
/// <remarks><inheritdoc cref="InstanceNorm" path="/summary"/></remarks>
/// <inheritdoc cref="InstanceNorm2d" path="/param"/>
public sealed class InstanceNorm3d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool isAffine = false, bool tracksStatistics = false, DType type = DType.Float32)
    : InstanceNorm(3, "[batch, channels, depth, height, width] or [channels, depth, height, width]", channels, epsilon, momentum, isAffine, tracksStatistics, type);
