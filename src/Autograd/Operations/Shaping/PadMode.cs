namespace Autograd;

/// <summary>What <see cref="Tensor.Pad"/> puts around a tensor; the examples pad [1, 2, 3] by 2 on both sides.</summary>
public enum PadMode
{
    /// <summary>One value everywhere: 0, 0, 1, 2, 3, 0, 0.</summary>
    Constant,

    /// <summary>The elements mirrored at the outermost one, which is not repeated: 3, 2, 1, 2, 3, 2, 1.</summary>
    Reflect,

    /// <summary>The outermost element again and again: 1, 1, 1, 2, 3, 3, 3.</summary>
    Replicate,

    /// <summary>The elements from the other end: 2, 3, 1, 2, 3, 1, 2.</summary>
    Circular,
}
