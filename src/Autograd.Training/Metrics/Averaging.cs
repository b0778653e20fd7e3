namespace Autograd;

/// <summary>How one number is made of the classes' own.</summary>
public enum Averaging
{
    /// <summary>The mean over the classes: each counts the same, however rare.</summary>
    Macro,

    /// <summary>Of the sums over the classes: each example counts the same.</summary>
    Micro,

    /// <summary>The mean over the classes, weighted by how often each is right.</summary>
    Weighted,

    /// <summary>That of class 1 alone, of two.</summary>
    Binary,
}
