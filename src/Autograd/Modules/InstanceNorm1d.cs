namespace Autograd;

/// <summary>Instance normalization of sequences, [batch, channels, length] or [channels, length]. PyTorch's <c>torch.nn.InstanceNorm1d</c>.</summary>
/// <remarks><inheritdoc cref="InstanceNorm" path="/summary"/></remarks>
/// <inheritdoc cref="InstanceNorm2d" path="/param"/>
public sealed class InstanceNorm1d(
    int channels, double epsilon = 1e-5, double momentum = 0.1, bool isAffine = false, bool tracksStatistics = false, DType type = DType.Float32)
    : InstanceNorm(1, "[batch, channels, length] or [channels, length]", channels, epsilon, momentum, isAffine, tracksStatistics, type);
