namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Tensors of one shape side by side along a new axis. PyTorch's <c>stack</c>.</summary>
    /// <param name="tensors">The tensors; position i of the new axis holds the i-th of them.</param>
    /// <param name="axis">The place of the new axis in the result; −1 makes it the innermost.</param>
    /// <returns>A tensor of the promoted type with one axis more.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there is no such place.</exception>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        if (tensors.Length == 0)
            throw new ArgumentException("Stack: there is nothing to stack; give at least one tensor.", nameof(tensors));
        var shape = NotNull(tensors[0]).Shape;
        var place = axis < 0 ? axis + shape.Rank + 1 : axis;
        if (place < 0 || place > shape.Rank)
            throw new ShapeException($"Stack: axis {axis} does not exist in the result of tensors of shape {shape}; use {-shape.Rank - 1} to {shape.Rank}.");
        var layers = new Tensor[tensors.Length];
        for (var i = 0; i < layers.Length; i++)
        {
            if (NotNull(tensors[i]).Shape != shape)
                throw new ShapeException($"Stack: tensor 0 has shape {shape} and tensor {i} {tensors[i].Shape}; all must be the same. Concatenate joins along an axis that exists.");
            layers[i] = tensors[i].Unsqueeze(place);
        }
        return Concatenate(layers, place);
    }
}
