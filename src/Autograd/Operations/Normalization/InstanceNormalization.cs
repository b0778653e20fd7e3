using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Instance normalization: each channel of each image by itself,
    /// <c>y = (x − mean x) / √(var x + ε) · weight[channel] + bias[channel]</c>. PyTorch's <c>nn.functional.instance_norm</c>.
    /// </summary>
    /// <param name="weight">What each channel is multiplied by: [channels]. Null for 1.</param>
    /// <param name="bias">What is added to each channel: [channels]. Null for 0.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <returns>A tensor of this tensor's shape, [batch, channels, length, …], and type.</returns>
    /// <exception cref="ShapeException">There are less than three axes, a channel has one value only, or weight or bias is not one for each channel.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans, or weight or bias is of another type.</exception>
    /// <exception cref="ArgumentException">ε is negative.</exception>
    public Tensor InstanceNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        Operation.Run(new InstanceNormalization(this, weight, bias, epsilon));
}

/// <summary>Instance normalization: each channel of each image by itself.</summary>
[Torch("instance_norm")]
[Formula(
    "(x − mean x) / √(var x + ε) · w + b",
    "(h − mean h − x̂ · mean(h·x̂)) / √(var x + ε), h = g · w, x̂ = (x − mean x) / √(var x + ε)",
    "Σ g·x̂",
    "Σ g",
    Inputs = ["x", "w", "b"], Shapes = "[batch, channels, …], [channels], [channels] → [batch, channels, …]")]
public sealed class InstanceNormalization : Normalization
{
    internal InstanceNormalization(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
        : base(x, weight, bias, epsilon, Checked(x, weight, bias, epsilon)) { }

    private static StandardGroups Checked(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
    {
        var (batch, channels, inner) = NormalizationArguments.Channels(nameof(InstanceNorm), x, weight, bias, epsilon, leastRank: 3);
        return inner != 1
            ? StandardGroups.Channels(batch, channels, inner, Math.Max(1, channels))
            : throw new ShapeException(
                $"InstanceNorm: input {x.Shape} has 1 value in each channel of an image, which is its own mean; give more than 1, or use LayerNorm.");
    }
}
