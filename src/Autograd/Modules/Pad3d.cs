namespace Autograd;

/// <summary>
/// Positions added around volumes, [batch, channels, depth, height, width]: <see cref="Tensor.Pad"/>. PyTorch's <c>torch.nn.ConstantPad3d</c>, <c>ReflectionPad3d</c>, <c>ReplicationPad3d</c> and
/// <c>CircularPad3d</c>.
/// </summary>
/// <inheritdoc cref="Pad2d" path="/param"/>
public sealed class Pad3d(Padding padding, PadMode mode = PadMode.Constant, double value = 0) : PaddingLayer(3, padding, mode, value);
