using System.Runtime.CompilerServices;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The same elements in the same order under another shape. One size may be −1: it becomes what is left. Shares the memory where the
    /// layout allows it, else copies. PyTorch's <c>reshape</c>.
    /// </summary>
    /// <exception cref="ShapeException">The numbers of elements differ.</exception>
    [OverloadResolutionPriority(1)]       // a list may hold −1, a Shape may not
    public Tensor Reshape(params ReadOnlySpan<int> shape) => ReshapeTo(Autograd.Reshape.Resolve(Shape, shape));

    /// <inheritdoc cref="Reshape(ReadOnlySpan{int})"/>
    public Tensor Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return ReshapeTo(shape.ElementCount == Count ? shape : throw Autograd.Reshape.CountsDiffer(Shape, shape));
    }

    private Tensor ReshapeTo(Shape shape) => shape == Shape ? this : Operation.Run(new Reshape(this, shape));
}

/// <summary>The same elements under another shape.</summary>
[Torch("reshape")]
[Formula("x in another shape", "g in the shape of x", Shapes = "any → as many elements")]
public sealed class Reshape(Tensor x, Shape shape) : UnaryOperation(x, Target(x, shape), x.DType)
{
    /// <inheritdoc/>
    protected override Storage Forward() => X.Layout.Reshape(Shape) is null ? X.CopyStorage() : X.Storage;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient.Reshape(XShape);

    internal static Shape Resolve(Shape from, ReadOnlySpan<int> sizes)
    {
        var resolved = sizes.ToArray();
        var open = Array.IndexOf(resolved, -1);
        if (open >= 0 && Array.LastIndexOf(resolved, -1) != open)
            throw new ShapeException($"Reshape: [{string.Join(", ", resolved)}] leaves two sizes open; only one may be -1.");
        if (open >= 0)
        {
            resolved[open] = 1;
            var rest = Shape.Create(resolved).ElementCount;
            if (rest == 0 || from.ElementCount % rest != 0)
            {
                resolved[open] = -1;
                throw new ShapeException(
                    $"Reshape: {from} has {from.ElementCount} elements, which [{string.Join(", ", resolved)}] cannot hold: they do not divide by {rest}.");
            }
            resolved[open] = from.ElementCount / rest;
        }
        var shape = Shape.Create(resolved);
        return shape.ElementCount == from.ElementCount ? shape : throw CountsDiffer(from, shape);
    }

    internal static ShapeException CountsDiffer(Shape from, Shape to) =>
        new($"Reshape: {from} has {from.ElementCount} elements, {to} has {to.ElementCount}; they must be the same.");

    private static Layout Target(Tensor x, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(shape);
        return x.Layout.Reshape(shape) ?? shape.Contiguous;
    }
}
