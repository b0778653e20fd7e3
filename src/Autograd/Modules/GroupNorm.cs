namespace Autograd;

/// <summary>
/// Group normalization: the channels of each example fall into groups of neighbours, each normalized with all its positions: <see cref="Tensor.GroupNorm"/>.
/// PyTorch's <c>torch.nn.GroupNorm</c>; Wu and He 2018.
/// </summary>
public sealed class GroupNorm : Module
{
    /// <summary>Creates a layer.</summary>
    /// <param name="groups">The number of groups, a divisor of the channels.</param>
    /// <param name="channels">The size of axis 1.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="isAffine">Whether each channel has a weight and a bias.</param>
    /// <param name="type">The type of the weights.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the groups do not divide the channels.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool isAffine = true, DType type = DType.Float32)
    {
        (Groups, Channels, Epsilon) = (Positive(groups), Positive(channels), epsilon);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: {groups} groups do not divide {channels} channels; use a divisor of {channels}.", nameof(groups));
        if (!isAffine)
            return;
        Weight = new Variable("weight", Tensor.Ones([channels], type));
        Bias = new Variable("bias", Tensor.Zeros([channels], type));
    }

    /// <summary>What each channel is multiplied by, [channels], at first 1; or null.</summary>
    public Variable? Weight { get; }

    /// <summary>What is added to each channel, [channels], at first 0; or null.</summary>
    public Variable? Bias { get; }

    /// <summary>The number of groups.</summary>
    public int Groups { get; }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{Channels} in {Groups}{(Weight is null ? ", no weights" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.Rank >= 2 && x.Shape[1] == Channels
        ? x.GroupNorm(Groups, Weight, Bias, Epsilon)
        : throw new ShapeException($"GroupNorm: input {x.Shape} must be [batch, {Channels}, …]; the layer was made for {Channels} channels.");
}
