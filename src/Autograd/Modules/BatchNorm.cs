namespace Autograd;

/// <summary>
/// Batch normalization: in training each channel of the whole batch less its mean, divided by its standard deviation; in evaluation by the mean and the
/// deviation that ran along in training. Ioffe and Szegedy 2015.
/// </summary>
public abstract class BatchNorm : ChannelNormalization
{
    private readonly int _leastRank, _greatestRank;

    private protected BatchNorm(
        int leastRank, int greatestRank, string shapes, int channels, double epsilon, double? momentum, bool isAffine, bool tracksStatistics, DType type)
        : base(channels, epsilon, momentum, isAffine, tracksStatistics, shapes, type) => (_leastRank, _greatestRank) = (leastRank, greatestRank);

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => RunningMean is not null;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        RequireFit(x, x.Rank >= _leastRank && x.Rank <= _greatestRank, 1, x.Rank is >= 2 and <= 5 ? $" BatchNorm{Math.Max(1, x.Rank - 2)}d takes {x.Rank} axes." : "");
        if (!IsTraining && RunningMean is not null)
            return x.BatchNorm(RunningMean, RunningVariance!, Weight, Bias, Epsilon);
        var result = x.BatchNorm(Weight, Bias, Epsilon);
        if (IsTraining && RunningMean is not null)
        {
            BatchesTracked!.Assign(BatchesTracked + 1);
            Track(Momentum ?? 1.0 / BatchesTracked.Item<long>(), result.BatchMean, result.BatchVariance);
        }
        return result;
    }
}
