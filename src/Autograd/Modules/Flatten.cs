namespace Autograd;

/// <summary>Joins axes into one; without arguments all but the first, [batch, channels, height, width] to [batch, rest]. PyTorch's <c>torch.nn.Flatten</c>.</summary>
/// <param name="startAxis">The first axis to join.</param>
/// <param name="endAxis">The last one.</param>
public sealed class Flatten(int startAxis = 1, int endAxis = -1) : Module
{
    /// <inheritdoc/>
    protected internal override string Settings => startAxis == 1 && endAxis == -1 ? "" : $"axes {startAxis} to {endAxis}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Flatten(startAxis, endAxis);
}
