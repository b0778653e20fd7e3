namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>One axis taken apart into several, the reverse of <see cref="Flatten"/>. Shares the memory. PyTorch's <c>unflatten</c>.</summary>
    /// <param name="axis">The axis; negative ones count from the back.</param>
    /// <param name="sizes">The sizes of the axes in its place. One may be −1: it becomes what is left.</param>
    /// <exception cref="ShapeException">The axis does not exist, or the sizes do not multiply to its size.</exception>
    public Tensor Unflatten(int axis, params ReadOnlySpan<int> sizes)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Unflatten));
        var known = 1L;
        var open = -1;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == -1 && open < 0)
                open = i;
            else
                known = sizes[i] >= 0 ? Math.Min(known * sizes[i], int.MaxValue) : -1;
            if (known < 0)
                break;
        }
        var fits = sizes.Length > 0 && (open < 0 ? known == Shape[place] : known > 0 && Shape[place] % known == 0);
        if (!fits)
        {
            throw new ShapeException(
                $"Unflatten: axis {place} of shape {Shape} has size {Shape[place]}, and [{string.Join(", ", sizes.ToArray())}] does not multiply to that; one size may be -1, for what is left.");
        }
        int[] apart = [.. sizes];
        if (open >= 0)
            apart[open] = (int)(Shape[place] / known);
        return Reshape([.. Shape.Sizes[..place], .. apart, .. Shape.Sizes[(place + 1)..]]);
    }
}
