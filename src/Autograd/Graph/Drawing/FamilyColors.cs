namespace Autograd;

/// <summary>
/// The colours of boxes: light tints of those that Okabe and Ito chose for the colour-blind to tell apart, with black letters on them.
/// </summary>
internal static class FamilyColors
{
    /// <summary>The lines around boxes and frames, and the edges.</summary>
    public const string Line = "#444444";

    /// <summary>The ground of a section.</summary>
    public const string Frame = "#fafafa";

    /// <summary>The ground of leaves.</summary>
    public const string Leaf = "#ffffff";

    /// <summary>The ground of a box that stands for many.</summary>
    public const string Fold = "#eeeeee";

    /// <summary>The ground of the operations of a family.</summary>
    public static string Of(OperationFamily family) => family switch
    {
        OperationFamily.Elementwise => "#bfe1f6",
        OperationFamily.Activation => "#9bd8c1",
        OperationFamily.Product => "#f7c873",
        OperationFamily.Reduction => "#e3b3ce",
        OperationFamily.Normalization => "#a3bfe6",
        OperationFamily.Shaping => "#d9d9d9",
        OperationFamily.Loss => "#f2a481",
        _ => "#f7f0a1",
    };
}
