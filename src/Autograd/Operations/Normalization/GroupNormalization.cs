using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Group normalization: the channels of each image fall into groups of neighbours, and each group is normalized with all its pixels,
    /// <c>y = (x − mean x) / √(var x + ε) · weight[channel] + bias[channel]</c>. PyTorch's <c>nn.functional.group_norm</c>.
    /// </summary>
    /// <param name="groups">The number of groups, a divisor of the number of channels: 1 normalizes each image as a whole.</param>
    /// <param name="weight">What each channel is multiplied by: [channels]. Null for 1.</param>
    /// <param name="bias">What is added to each channel: [channels]. Null for 0.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <returns>A tensor of this tensor's shape, [batch, channels, …], and type.</returns>
    /// <exception cref="ShapeException">There are no channels, the groups do not divide them, or weight or bias is not one for each.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans, or weight or bias is of another type.</exception>
    /// <exception cref="ArgumentException">ε is negative.</exception>
    public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        Operation.Run(new GroupNormalization(this, groups, weight, bias, epsilon));
}

/// <summary>Group normalization: the channels of each image in groups.</summary>
[Torch("group_norm")]
[Formula(
    "(x − mean x) / √(var x + ε) · w + b",
    "(h − mean h − x̂ · mean(h·x̂)) / √(var x + ε), h = g · w, x̂ = (x − mean x) / √(var x + ε)",
    "Σ g·x̂",
    "Σ g",
    Inputs = ["x", "w", "b"], Shapes = "[batch, channels, …], [channels], [channels] → [batch, channels, …]")]
public sealed class GroupNormalization : Normalization
{
    internal GroupNormalization(Tensor x, int groups, Tensor? weight, Tensor? bias, double epsilon)
        : base(x, weight, bias, epsilon, Checked(x, groups, weight, bias, epsilon)) => Groups = groups;

    /// <summary>The number of groups into which the channels fall.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("groups", Groups)];

    private static StandardGroups Checked(Tensor x, int groups, Tensor? weight, Tensor? bias, double epsilon)
    {
        var (batch, channels, inner) = NormalizationArguments.Channels(nameof(GroupNorm), x, weight, bias, epsilon);
        return groups >= 1 && channels % groups == 0
            ? StandardGroups.Channels(batch, channels, inner, groups)
            : throw new ShapeException($"GroupNorm: {groups} groups do not divide the {channels} channels of input {x.Shape}; use a divisor of {channels}.");
    }
}
