namespace Autograd;

/// <summary>Returns what it gets: takes the place of a module that is left out. PyTorch's <c>torch.nn.Identity</c>.</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x;
}
