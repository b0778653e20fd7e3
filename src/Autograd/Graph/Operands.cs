namespace Autograd;

/// <summary>Two inputs brought to one type, and the shape in which they meet.</summary>
internal readonly struct Operands
{
    private Operands(Tensor left, Tensor right, Shape shape) => (Left, Right, Shape) = (left, right, shape);

    public Tensor Left { get; }

    public Tensor Right { get; }

    public Shape Shape { get; }

    /// <summary>Checks two inputs and converts them to the type that PyTorch's promotion gives.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Operands Promote(Tensor left, Tensor right, string operation)
    {
        Check(left, right);
        var shape = Shape.Broadcast(left.Shape, right.Shape, operation);
        var type = DTypes.Promote(left, right);
        return new Operands(left.PromoteTo(type), right.PromoteTo(type), shape);
    }

    /// <summary>As <see cref="Promote"/>, then converts integers and booleans to floating point.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Operands PromoteToReal(Tensor left, Tensor right, string operation)
    {
        Check(left, right);
        var shape = Shape.Broadcast(left.Shape, right.Shape, operation);
        var type = DTypes.Promote(left, right).ToFloatingPoint();
        return new Operands(left.PromoteTo(type), right.PromoteTo(type), shape);
    }

    private static void Check(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
    }
}
