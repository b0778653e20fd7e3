namespace Autograd.Tests.Samples;

/// <summary>The one table of samples: generic tests and golden values are made from it.</summary>
public static class OperationSamples
{
    public static IReadOnlyList<Sample> All { get; } =
    [
        .. ArithmeticSamples.All,
        .. PromotionSamples.All,
        .. ActivationSamples.All,
        .. SoftmaxSamples.All,
        .. NormalizationSamples.All,
        .. ReductionSamples.All,
        .. OrderingSamples.All,
        .. ShapingSamples.All,
        .. LinearAlgebraSamples.All,
        .. AttentionSamples.All,
        .. ComparisonSamples.All,
        .. ConvolutionSamples.All,
        .. LossSamples.All,
        .. IndexingSamples.All,
        .. PoolingSamples.All,
        .. UnfoldSamples.All,
        .. ResamplingSamples.All,
        .. RoundingSamples.All,
        .. TrigonometricSamples.All,
        .. ExponentialSamples.All,
    ];
}
