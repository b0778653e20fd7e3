namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Each class number as a vector with 1 at its place and 0 elsewhere: y[…, c] = 1 where c = x[…]. Carries no gradient. PyTorch's
    /// <c>nn.functional.one_hot</c>.
    /// </summary>
    /// <param name="classes">The number of classes; left out, one more than the greatest number.</param>
    /// <returns>An Int64 tensor with a further innermost axis, one position for each class.</returns>
    /// <exception cref="TypeException">The elements are not integers.</exception>
    /// <exception cref="ShapeException">A number is negative or not below the number of classes, or there is none to tell it from.</exception>
    public Tensor OneHot(int? classes = null) => Operation.Run(new OneHot(this, classes ?? Autograd.OneHot.CountClasses(this)));
}

/// <summary>Each class number as a vector of zeros with a single 1.</summary>
[Torch("nn.functional.one_hot")]
[Formula("1 at class x, 0 elsewhere", Shapes = "[…] → […, classes]")]
public sealed class OneHot(Tensor x, int classes) : UnaryOperation(x, Result(x, classes), DType.Int64)
{
    /// <inheritdoc/>
    protected override Storage Forward()
    {
        var result = Storage.Allocate<long>(Count);
        result.Span.Clear();
        var positions = Positions.Read(X, Shape[^1], countsFromEnd: false, index =>
            $"OneHot: class {index} does not exist among {Shape[^1]} classes, which are numbered from 0; pass classes above the greatest number.");
        for (var i = 0; i < positions.Length; i++)
            result.Span[i * Shape[^1] + positions[i]] = 1;
        return result;
    }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => throw new GraphException("OneHot: class numbers carry no gradient.");

    internal static int CountClasses(Tensor x)
    {
        if (x.Count == 0)
            throw new ShapeException($"OneHot: shape {x.Shape} has no elements to tell the number of classes from; pass classes.");
        Positions.RequireIntegers(x, nameof(OneHot));
        return Positions.Read(x, Array.MaxLength - 1, countsFromEnd: false, index => $"OneHot: there is no class {index}; classes are numbered from 0.").Max() + 1;
    }

    private static Shape Result(Tensor x, int classes)
    {
        ArgumentNullException.ThrowIfNull(x);
        Positions.RequireIntegers(x, nameof(OneHot));
        return classes >= 0
            ? Shape.Create([.. x.Shape, classes])
            : throw new ShapeException($"OneHot: {classes} classes; there must be 0 or more, and more than the greatest class number.");
    }
}
