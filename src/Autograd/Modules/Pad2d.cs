namespace Autograd;

/// <summary>
/// Positions added around images, [batch, channels, height, width]: <see cref="Tensor.Pad"/>. PyTorch's <c>torch.nn.ZeroPad2d</c>, <c>ConstantPad2d</c>, <c>ReflectionPad2d</c>, <c>ReplicationPad2d</c> and
/// <c>CircularPad2d</c>.
/// </summary>
/// <param name="padding">How many positions before and after each axis: a number, one for each axis, or <see cref="Padding.Sides"/>.</param>
/// <param name="mode">What is added: a value, or positions of the input mirrored, repeated or taken from the other end.</param>
/// <param name="value">The value added in mode Constant.</param>
public sealed class Pad2d(Padding padding, PadMode mode = PadMode.Constant, double value = 0) : PaddingLayer(2, padding, mode, value);
