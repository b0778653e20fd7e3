namespace Autograd;

/// <summary>What kind of work an operation does, coarsely: drawings colour it by that.</summary>
public enum OperationFamily
{
    /// <summary>None of the others: an operation of one's own that does not say.</summary>
    Other,

    /// <summary>Each element by itself.</summary>
    Elementwise,

    /// <summary>The nonlinearities of neural networks, softmax among them.</summary>
    Activation,

    /// <summary>Sums of products: matrix products and convolutions.</summary>
    Product,

    /// <summary>Many elements become one, along axes or in windows.</summary>
    Reduction,

    /// <summary>Elements are measured by the mean and the spread of those around them.</summary>
    Normalization,

    /// <summary>Elements are moved, chosen or repeated, not computed with.</summary>
    Shaping,

    /// <summary>The losses that are computed in one step.</summary>
    Loss,
}
