using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Batch normalization in training: each channel over the whole batch and all pixels,
    /// <c>y = (x − mean x) / √(var x + ε) · weight[channel] + bias[channel]</c>. The result knows the mean and the variance, for running
    /// averages: <see cref="Autograd.BatchNormalization.BatchMean"/> and <see cref="Autograd.BatchNormalization.BatchVariance"/>. PyTorch's <c>nn.functional.batch_norm</c> with <c>training=True</c>.
    /// </summary>
    /// <param name="weight">What each channel is multiplied by: [channels]. Null for 1.</param>
    /// <param name="bias">What is added to each channel: [channels]. Null for 0.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <returns>A tensor of this tensor's shape, [batch, channels, …], and type.</returns>
    /// <exception cref="ShapeException">There are no channels, one has a single value only, or weight or bias is not one for each.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans, or weight or bias is of another type.</exception>
    /// <exception cref="ArgumentException">ε is negative.</exception>
    public BatchNormalization BatchNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        Operation.Run(new BatchNormalization(this, weight, bias, epsilon));

    /// <summary>
    /// Batch normalization in evaluation, with a mean and a variance known from training:
    /// <c>y = (x − mean[channel]) / √(variance[channel] + ε) · weight[channel] + bias[channel]</c>. PyTorch's
    /// <c>nn.functional.batch_norm</c> with <c>training=False</c>; unlike there, gradients flow to mean and variance too if they want one.
    /// </summary>
    /// <param name="mean">The mean of each channel: [channels].</param>
    /// <param name="variance">The variance of each channel: [channels].</param>
    /// <param name="weight">What each channel is multiplied by: [channels]. Null for 1; always given, so that two tensors alone are weight and bias.</param>
    /// <param name="bias">What is added to each channel: [channels]. Null for 0.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <returns>A tensor of this tensor's shape, [batch, channels, …], and type.</returns>
    /// <exception cref="ShapeException">There are no channels, or one of the four is not one for each channel.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans, or one of the four is of another type.</exception>
    /// <exception cref="ArgumentException">ε is negative.</exception>
    public Tensor BatchNorm(Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(variance);
        var (_, channels, _) = NormalizationArguments.Channels(nameof(BatchNorm), this, weight, bias, epsilon);
        NormalizationArguments.RequireFit(nameof(BatchNorm), this, mean, nameof(mean), [channels]);
        NormalizationArguments.RequireFit(nameof(BatchNorm), this, variance, nameof(variance), [channels]);
        // Written with operations, the mean subtracted first: one multiplication and addition would lose small distances from a large mean.
        int[] alongChannels = [channels, .. Enumerable.Repeat(1, Rank - 2)];
        var scale = (variance + epsilon).Rsqrt();
        var result = (this - mean.Reshape(alongChannels)) * (weight is null ? scale : scale * weight).Reshape(alongChannels);
        return bias is null ? result : result + bias.Reshape(alongChannels);
    }
}

/// <summary>Batch normalization with the mean and the variance of the batch: each channel over all images.</summary>
[Torch("batch_norm")]
[Formula(
    "(x − mean x) / √(var x + ε) · w + b",
    "(h − mean h − x̂ · mean(h·x̂)) / √(var x + ε), h = g · w, x̂ = (x − mean x) / √(var x + ε)",
    "Σ g·x̂",
    "Σ g",
    Inputs = ["x", "w", "b"], Shapes = "[batch, channels, …], [channels], [channels] → [batch, channels, …]")]
public sealed class BatchNormalization : Normalization
{
    private readonly int _size;

    internal BatchNormalization(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
        : base(x, weight, bias, epsilon, Checked(x, weight, bias, epsilon)) => _size = x.Shape[1] == 0 ? 0 : x.Count / x.Shape[1];

    /// <summary>The mean of each channel, [channels]; it carries no gradient. NaN for an empty batch.</summary>
    public Tensor BatchMean => PerChannel(channel => Statistics.Shift[channel] + Statistics.Rest[channel]);

    /// <summary>
    /// The variance of each channel as that of a sample, Σ (x − x̄)² / (n − 1), [channels]; it carries no gradient. This is what PyTorch's
    /// running variance averages, while the normalization itself divides by n. NaN for an empty batch.
    /// </summary>
    public Tensor BatchVariance => PerChannel(channel => Statistics.Variance[channel] * _size / (_size - 1));

    private Input PerChannel(Func<int, double> value)
    {
        Shape shape = [Shape[1]];
        return new Input(shape.Contiguous, Dispatch.Real(DType, new Values(value, Shape[1]), this));
    }

    private static StandardGroups Checked(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
    {
        var (batch, channels, inner) = NormalizationArguments.Channels(nameof(BatchNorm), x, weight, bias, epsilon);
        return (long)batch * inner != 1
            ? StandardGroups.Batch(batch, channels, inner)
            : throw new ShapeException(
                $"BatchNorm: input {x.Shape} has 1 value in each channel, which is its own mean; give more than 1, or, when not training, a mean and a variance.");
    }

    private readonly struct Values(Func<int, double> value, int count) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(count);
            for (var i = 0; i < count; i++)
                result.Span[i] = T.CreateTruncating(value(i));
            return result;
        }
    }
}
