namespace Autograd;

/// <summary>How <see cref="Tensor.Interpolate"/> makes an element of a new size from those of the old one.</summary>
public enum InterpolationMode
{
    /// <summary>The element at ⌊i · scale⌋. PyTorch's <c>'nearest'</c>.</summary>
    Nearest,

    /// <summary>The element whose centre is nearest, ⌊(i + ½) · scale⌋. PyTorch's <c>'nearest-exact'</c>.</summary>
    NearestExact,

    /// <summary>Between the two nearest elements along each axis, on a straight line. PyTorch's <c>'linear'</c>, <c>'bilinear'</c>, <c>'trilinear'</c>.</summary>
    Linear,

    /// <summary>Between the four nearest elements along each of two axes, by Keys' cubic with a = −0.75. PyTorch's <c>'bicubic'</c>.</summary>
    Cubic,
}
