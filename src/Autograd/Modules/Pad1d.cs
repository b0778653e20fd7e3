namespace Autograd;

/// <summary>
/// Positions added around sequences, [batch, channels, length]: <see cref="Tensor.Pad"/>. PyTorch's <c>torch.nn.ConstantPad1d</c>, <c>ReflectionPad1d</c>, <c>ReplicationPad1d</c> and
/// <c>CircularPad1d</c>.
/// </summary>
/// <inheritdoc cref="Pad2d" path="/param"/>
public sealed class Pad1d(Padding padding, PadMode mode = PadMode.Constant, double value = 0) : PaddingLayer(1, padding, mode, value);
