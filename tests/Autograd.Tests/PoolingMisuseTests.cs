namespace Autograd.Tests;

/// <summary>Mistakes with windows and sizes, and what users are told: to the letter.</summary>
public class PoolingMisuseTests
{
    private static readonly Dictionary<string, (Action Mistake, Type Exception, string Message)> _mistakes = new()
    {
        ["MaxPool2d of a matrix"] = (
            () => _ = Ones(4, 4).MaxPool2d(2),
            typeof(ShapeException),
            "MaxPool2d: the input has shape [4, 4]; it must be [channels, height, width] or [batch, channels, height, width]."),
        ["MaxPool1d of an image"] = (
            () => _ = Ones(1, 1, 4, 4).MaxPool1d(2),
            typeof(ShapeException),
            "MaxPool1d: the input has shape [1, 1, 4, 4]; it must be [channels, length] or [batch, channels, length]."),
        ["MaxPool3d of a matrix"] = (
            () => _ = Ones(4, 4).MaxPool3d(2),
            typeof(ShapeException),
            "MaxPool3d: the input has shape [4, 4]; it must be [channels, depth, height, width] or [batch, channels, depth, height, width]."),
        ["A window larger than the image"] = (
            () => _ = Ones(1, 1, 3, 8).MaxPool2d(5),
            typeof(ShapeException),
            "MaxPool2d: window 5 spans 5 positions, axis 2 of shape [1, 1, 3, 8] has 3 and 0 of padding; use a smaller window, or pool less before."),
        ["A window larger than the padded image"] = (
            () => _ = Ones(1, 8, 3).AveragePool2d(6, padding: 1),
            typeof(ShapeException),
            "AveragePool2d: window 6 spans 6 positions, axis 2 of shape [1, 8, 3] has 3 and 2 of padding; use a smaller window, or pool less before."),
        ["A dilated window larger than the sequence"] = (
            () => _ = Ones(1, 6).MaxPool1d(3, dilation: 3),
            typeof(ShapeException),
            "MaxPool1d: window 3 with dilation 3 spans 7 positions, axis 1 of shape [1, 6] has 6 and 0 of padding; use a smaller window, or pool less before."),
        ["A window too large even for ceil mode"] = (
            () => _ = Ones(1, 3).MaxPool1d(6, stride: 3, ceilMode: true),
            typeof(ShapeException),
            "MaxPool1d: window 6 spans 6 positions, axis 1 of shape [1, 3] has 3 and 0 of padding; use a smaller window, or pool less before."),
        ["Padding of more than half of the window"] = (
            () => _ = Ones(1, 1, 8, 8).MaxPool2d(3, padding: (1, 2)),
            typeof(ArgumentException),
            "MaxPool2d: padding 2 along axis 3 is more than half of window 3; use at most 1. (Parameter 'padding')"),
        ["Negative padding"] = (
            () => _ = Ones(1, 1, 8, 8).AveragePool2d(3, padding: -1),
            typeof(ArgumentException),
            "AveragePool2d: padding -1 must be at least 0 along each axis. (Parameter 'padding')"),
        ["A window that dilation spreads around the elements"] = (
            () => _ = Ones(1, 2).MaxPool1d(2, padding: 1, dilation: 3),
            typeof(ShapeException),
            "MaxPool1d: window 0 along axis 1 of shape [1, 2] meets nothing but padding; use less dilation than 3, or less padding."),
        ["A window of 0"] = (
            () => _ = Ones(1, 1, 8, 8).MaxPool2d((2, 0)),
            typeof(ArgumentException),
            "MaxPool2d: window [2, 0] must be at least 1 along each axis. (Parameter 'window')"),
        ["A stride of 0"] = (
            () => _ = Ones(1, 8).MaxPool1d(2, stride: 0),
            typeof(ArgumentException),
            "MaxPool1d: stride 0 must be at least 1. (Parameter 'stride')"),
        ["A dilation of 0"] = (
            () => _ = Ones(1, 8).MaxPool1d(2, dilation: 0),
            typeof(ArgumentException),
            "MaxPool1d: dilation 0 must be at least 1. (Parameter 'dilation')"),
        ["Three numbers for two axes"] = (
            () => _ = Ones(1, 1, 8, 8).MaxPool2d((2, 2, 2)),
            typeof(ArgumentException),
            "MaxPool2d: window [2, 2, 2] has 3 numbers; give one for all, or 2: one for each spatial axis. (Parameter 'window')"),
        ["An image without rows"] = (
            () => _ = Ones(1, 1, 0, 4).MaxPool2d(1),
            typeof(ShapeException),
            "MaxPool2d: axis 2 of shape [1, 1, 0, 4] has size 0, and nothing has no result; give it at least one element."),
        ["MaxPool2d of booleans"] = (
            () => _ = Ones(1, 4, 4).Cast(DType.Bool).MaxPool2d(2),
            typeof(TypeException),
            "MaxPool: takes numbers, got Bool; convert with Cast first."),
        ["A divisor of 0"] = (
            () => _ = Ones(1, 4, 4).AveragePool2d(2, divisor: 0),
            typeof(ArgumentException),
            "AveragePool2d: the divisor is 0; leave it out to divide by the size of the window. (Parameter 'divisor')"),
        ["Adaptive pooling to nothing"] = (
            () => _ = Ones(1, 4, 4).AdaptiveAveragePool2d((2, 0)),
            typeof(ArgumentException),
            "AdaptiveAveragePool2d: size [2, 0] must be at least 1 along each axis. (Parameter 'size')"),
        ["Adaptive averages of integers"] = (
            () => _ = Ones(1, 4).Cast(DType.Int64).AdaptiveAveragePool1d(2),
            typeof(TypeException),
            "AdaptiveAveragePool1d: takes floating-point numbers, got Int64; convert with Cast(DType.Float32) first."),
        ["Adaptive pooling of a vector"] = (
            () => _ = Ones(4).AdaptiveMaxPool1d(2),
            typeof(ShapeException),
            "AdaptiveMaxPool1d: the input has shape [4]; it must be [channels, length] or [batch, channels, length]."),
        ["MaxUnpool2d with indices of another shape"] = (
            () => _ = Ones(1, 2, 2).MaxUnpool2d(Ones(1, 4, 4).MaxPool2d(4).Indices, 4),
            typeof(ShapeException),
            "MaxUnpool2d: the input has shape [1, 2, 2], the indices [1, 1, 1]; they must be the same."),
        ["MaxUnpool1d into too small a size"] = (
            () => _ = Ones(1, 2).MaxUnpool1d(Tensor.From([[0L, 3L]]), 3),
            typeof(ShapeException),
            "MaxUnpool: index 3 lies outside a plane of 3 elements; give the size that was pooled."),
        ["MaxUnpool1d with indices that are no integers"] = (
            () => _ = Ones(1, 2).MaxUnpool1d(Ones(1, 2), 3),
            typeof(TypeException),
            "MaxUnpool1d: the indices are Int64, got Float32; give those of the pooling."),
        ["Unfold of too large a window"] = (
            () => _ = Ones(2, 5).Unfold(-1, 3, dilation: 3),
            typeof(ShapeException),
            "Unfold: a window spans 7 positions, axis -1 of shape [2, 5] has 5; use a smaller window, or Pad first."),
        ["Unfold with step 0"] = (
            () => _ = Ones(2, 5).Unfold(1, 3, 0),
            typeof(ArgumentException),
            "Unfold: step 0 must be at least 1. (Parameter 'step')"),
        ["Unfold2d of a matrix"] = (
            () => _ = Ones(5, 5).Unfold2d(2),
            typeof(ShapeException),
            "Unfold2d: the image has shape [5, 5]; it must be [channels, height, width] or [batch, channels, height, width]."),
        ["Unfold2d of too large a window"] = (
            () => _ = Ones(1, 5, 2).Unfold2d((2, 5), padding: 1),
            typeof(ShapeException),
            "Unfold2d: a window spans 5 positions, axis 2 of shape [1, 5, 2] has 2 and 2 of padding; use a smaller window, or more padding."),
        ["Fold2d of rows that make no whole channels"] = (
            () => _ = Ones(1, 6, 4).Fold2d(3, 2),
            typeof(ShapeException),
            "Fold2d: axis 1 of shape [1, 6, 4] has size 6; windows of 4 positions need a multiple of 4."),
        ["Fold2d of another number of windows"] = (
            () => _ = Ones(8, 5).Fold2d(3, 2),
            typeof(ShapeException),
            "Fold2d: axis 1 of shape [8, 5] has size 5; an image of [3, 3] has 2 · 2 = 4 windows."),
        ["Fold2d of a vector"] = (
            () => _ = Ones(8).Fold2d(3, 2),
            typeof(ShapeException),
            "Fold2d: the columns have shape [8]; they must be [channels · window, windows] or [batch, channels · window, windows]."),
        ["Interpolate of a matrix"] = (
            () => _ = Ones(4, 4).Interpolate(8),
            typeof(ShapeException),
            "Interpolate: the input has shape [4, 4]; it must be [batch, channels, …] with 1 to 3 spatial axes."),
        ["Interpolate to nothing"] = (
            () => _ = Ones(1, 1, 4, 4).Interpolate((8, 0)),
            typeof(ArgumentException),
            "Interpolate: size [8, 0] must be at least 1 along each axis. (Parameter 'size')"),
        ["Interpolate by a factor that leaves nothing"] = (
            () => _ = Ones(1, 1, 4, 8).InterpolateBy(0.2),
            typeof(ShapeException),
            "Interpolate: factor 0.2 leaves nothing of axis 2 of shape [1, 1, 4, 8]; use at least 1 / 4."),
        ["Interpolate by a negative factor"] = (
            () => _ = Ones(1, 1, 4, 8).InterpolateBy(-2),
            typeof(ArgumentException),
            "Interpolate: factor -2 must be above 0, and not so large that nothing can hold the result. (Parameter 'factors')"),
        ["Interpolate by too many factors"] = (
            () => _ = Ones(1, 1, 4).InterpolateBy([2, 2]),
            typeof(ArgumentException),
            "Interpolate: 2 factors for 1 spatial axes of shape [1, 1, 4]; give one for all, or one for each. (Parameter 'factors')"),
        ["Corners of the nearest"] = (
            () => _ = Ones(1, 1, 4).Interpolate(8, alignCorners: true),
            typeof(ArgumentException),
            "Interpolate: corners cannot be aligned in mode Nearest; use Linear or Cubic, or leave alignCorners out. (Parameter 'alignCorners')"),
        ["Cubic for a sequence"] = (
            () => _ = Ones(1, 1, 4).Interpolate(8, InterpolationMode.Cubic),
            typeof(ArgumentException),
            "Interpolate: mode Cubic takes images, [batch, channels, height, width], got shape [1, 1, 4]; use Linear. (Parameter 'mode')"),
        ["Interpolate of integers"] = (
            () => _ = Ones(1, 1, 4).Cast(DType.Int64).Interpolate(8),
            typeof(TypeException),
            "Interpolate: takes floating-point numbers, got Int64; convert with Cast(DType.Float32) first."),
    };

    public static TheoryData<string> Names => [.. _mistakes.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_mistake_is_answered_with_what_is_wrong_and_what_to_do(string name) => Mistake.AssertExplained(_mistakes[name]);

    private static Input Ones(params ReadOnlySpan<int> shape) => Tensor.Ones(shape);
}
