namespace Autograd;

/// <summary>
/// Instance normalization: each channel of each example less its mean, divided by its standard deviation. With running statistics, evaluation uses those.
/// Ulyanov et al. 2016.
/// </summary>
public abstract class InstanceNorm : ChannelNormalization
{
    private readonly int _axes;

    private protected InstanceNorm(int axes, string shapes, int channels, double epsilon, double momentum, bool isAffine, bool tracksStatistics, DType type)
        : base(channels, epsilon, momentum, isAffine, tracksStatistics, shapes, type) => _axes = axes;

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => RunningMean is not null;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        var isAlone = x.Rank == _axes + 1;
        RequireFit(x, isAlone || x.Rank == _axes + 2, isAlone ? 0 : 1, "");
        return isAlone ? Normalize(x.Unsqueeze(0)).Squeeze(0) : Normalize(x);
    }

    private Tensor Normalize(Tensor x)
    {
        if (RunningMean is null)
            return x.InstanceNorm(Weight, Bias, Epsilon);
        if (!IsTraining)
            return x.BatchNorm(RunningMean, RunningVariance!, Weight, Bias, Epsilon);
        // The channels of all examples side by side are a batch of one, whose statistics are known afterwards.
        var batch = x.Shape[0];
        var result = x.Reshape([1, batch * Channels, .. x.Shape.Sizes[2..]]).BatchNorm(Weight?.Tile(batch), Bias?.Tile(batch), Epsilon);
        Track(Momentum!.Value, result.BatchMean.Reshape(batch, Channels).Mean(0), result.BatchVariance.Reshape(batch, Channels).Mean(0));
        return result.Reshape(x.Shape);
    }
}
