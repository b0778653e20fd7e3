namespace Autograd;

/// <summary>The channels that an image is read with.</summary>
public enum ImageColor
{
    /// <summary>Three: red, green and blue.</summary>
    Rgb,

    /// <summary>One: the luma of Rec. 601, 0.299 red + 0.587 green + 0.114 blue.</summary>
    Grey,
}
