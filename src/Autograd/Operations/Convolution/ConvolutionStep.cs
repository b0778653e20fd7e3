namespace Autograd;

/// <summary>One window of an explained convolution: what lies under the kernel, the products with its weights, and their sum.</summary>
public sealed class ConvolutionStep
{
    private readonly ConvolutionExplanation _explanation;

    internal ConvolutionStep(ConvolutionExplanation explanation, int row, int column)
    {
        _explanation = explanation;
        Row = row;
        Column = column;
        Top = row * explanation.Rows.Stride - explanation.Rows.Before;
        Left = column * explanation.Columns.Stride - explanation.Columns.Before;
        using (Tensor.NoGradient())
        {
            Window = explanation.Rows.Under(explanation.Columns.Under(explanation.PaddedImage, 1, column), 0, row);
            Weights = explanation.Weights;
            Products = Window * Weights;
            Sum = explanation.Output.Select(0, row).Select(0, column);
        }
    }

    /// <summary>The row of the result that this window gives.</summary>
    public int Row { get; }

    /// <summary>The column of the result that this window gives.</summary>
    public int Column { get; }

    /// <summary>The row of the image where the window starts; negative in the padding. Zeros between the image's elements count as rows.</summary>
    public int Top { get; }

    /// <summary>The column of the image where the window starts; negative in the padding. Zeros between the image's elements count as columns.</summary>
    public int Left { get; }

    /// <summary>What lies under the kernel, [height, width] of the kernel.</summary>
    public Tensor Window { get; }

    /// <summary>The kernel as it is laid onto the window: turned by 180° where the convolution is flipped.</summary>
    public Tensor Weights { get; }

    /// <summary>Window · weights, element by element.</summary>
    public Tensor Products { get; }

    /// <summary>The sum of the products, a scalar: the element [<see cref="Row"/>, <see cref="Column"/>] of the result.</summary>
    public Tensor Sum { get; }

    internal bool IsOf(ConvolutionExplanation explanation) => ReferenceEquals(_explanation, explanation);

    /// <summary><c>3·0 + 3·1 + 2·2 = 7</c>; a window of many elements is cut short.</summary>
    public override string ToString() => ConvolutionDrawing.Equation(this);
}
