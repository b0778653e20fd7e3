namespace Autograd;

/// <summary>
/// A normalization with a weight and a bias for each channel, and, where it keeps them, running statistics to evaluate with: what batch and instance
/// normalization have in common.
/// </summary>
public abstract class ChannelNormalization : Module
{
    private readonly string _shapes;

    private protected ChannelNormalization(
        int channels, double epsilon, double? momentum, bool isAffine, bool tracksStatistics, string shapes, DType type)
    {
        (Channels, Epsilon, _shapes) = (Positive(channels, nameof(channels), GetType().Name), epsilon, shapes);
        Momentum = momentum is { } share ? Fraction(share, nameof(momentum), GetType().Name) : null;
        if (isAffine)
        {
            Weight = new Variable("weight", Tensor.Ones([channels], type));
            Bias = new Variable("bias", Tensor.Zeros([channels], type));
        }
        if (tracksStatistics)
        {
            RunningMean = new ModuleBuffer("running_mean", Tensor.Zeros([channels], type));
            RunningVariance = new ModuleBuffer("running_var", Tensor.Ones([channels], type));
            BatchesTracked = new ModuleBuffer("num_batches_tracked", 0L);
        }
    }

    /// <summary>What each channel is multiplied by, [channels], at first 1; or null.</summary>
    public Variable? Weight { get; }

    /// <summary>What is added to each channel, [channels], at first 0; or null.</summary>
    public Variable? Bias { get; }

    /// <summary>The running mean of each channel, [channels], at first 0; or null.</summary>
    public ModuleBuffer? RunningMean { get; }

    /// <summary>The running variance of each channel, as that of a sample, [channels], at first 1; or null.</summary>
    public ModuleBuffer? RunningVariance { get; }

    /// <summary>How many batches the statistics were made of: one number, Int64; or null. Counted by batch normalization alone.</summary>
    public ModuleBuffer? BatchesTracked { get; }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The share of each new batch in the running statistics; null if all batches count the same.</summary>
    public double? Momentum { get; }

    /// <inheritdoc/>
    protected internal override string Settings
    {
        get
        {
            var text = $"{Channels}";
            if (Epsilon != 1e-5)
                text += FormattableString.Invariant($", epsilon {Epsilon}");
            if (RunningMean is not null && Momentum != 0.1)
                text += Momentum is { } momentum ? FormattableString.Invariant($", momentum {momentum}") : ", average of all batches";
            if (RunningMean is null)
                text += ", no running statistics";
            return Weight is null ? $"{text}, no weights" : text;
        }
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<ModulePart> Parts()
    {
        // Named as in PyTorch, whose spelling of the running variance and of the count is not that of the properties.
        ReadOnlySpan<Tensor?> parts = [Weight, Bias, RunningMean, RunningVariance, BatchesTracked];
        List<ModulePart> found = [];
        foreach (var part in parts)
        {
            if (part is not null)
                found.Add(new ModulePart(part.Name!, part));
        }
        return found;
    }

    /// <summary>Takes the mean and the variance of a batch into the running ones.</summary>
    private protected void Track(double share, Tensor mean, Tensor variance)
    {
        RunningMean!.Assign(RunningMean * (1 - share) + mean * share);
        RunningVariance!.Assign(RunningVariance * (1 - share) + variance * share);
    }

    /// <summary>Refuses what has another number of axes or of channels, or numbers of another type.</summary>
    private protected void RequireFit(Tensor x, bool hasFittingAxes, int channelAxis, string hint)
    {
        if (!hasFittingAxes)
            throw new ShapeException($"{GetType().Name}: input {x.Shape} has {x.Rank} {(x.Rank == 1 ? "axis" : "axes")}; it takes {_shapes}.{hint}");
        if (x.Shape[channelAxis] != Channels)
            throw new ShapeException($"{GetType().Name}: input {x.Shape} has {x.Shape[channelAxis]} channels, along axis {channelAxis}; the layer was made for {Channels}.");
        if ((Weight ?? (Tensor?)RunningMean) is { } own && own.DType != x.DType)
            throw new TypeException($"{GetType().Name}: input is {x.DType}, the layer {own.DType}; convert the input with Cast, or give the layer another type.");
    }
}
