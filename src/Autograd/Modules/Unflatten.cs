namespace Autograd;

/// <summary>Takes an axis apart into several: <see cref="Tensor.Unflatten"/>. PyTorch's <c>torch.nn.Unflatten</c>.</summary>
/// <param name="axis">The axis; negative ones count from the back.</param>
/// <param name="sizes">The sizes of the axes in its place. One may be −1: it becomes what is left.</param>
public sealed class Unflatten(int axis, params ReadOnlySpan<int> sizes) : Module
{
    private readonly int[] _sizes = sizes.ToArray();

    /// <inheritdoc/>
    protected internal override string Settings => $"axis {axis} to [{string.Join(", ", _sizes)}]";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Unflatten(axis, _sizes);
}
