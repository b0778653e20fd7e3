namespace Autograd.Tests;

/// <summary>Convolutions that do not fit, and what users are told: to the letter.</summary>
public class ConvolutionMisuseTests
{
    private static readonly Dictionary<string, (Action Mistake, Type Exception, string Message)> _mistakes = new()
    {
        ["channels"] = (
            () => Ones(1, 3, 5, 5).Convolution2d(Ones(8, 4, 3, 3)),
            typeof(ShapeException),
            "Convolution2d: input has 3 channels, the kernel wants 4 (kernel [8, 4, 3, 3], groups 1)."),
        ["channels of groups"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(8, 2, 3), groups: 2),
            typeof(ShapeException),
            "Convolution1d: input has 1 channel, the kernel wants 4 (kernel [8, 2, 3], groups 2)."),
        ["filters"] = (
            () => Ones(1, 4, 5, 5).Convolution2d(Ones(3, 2, 3, 3), groups: 2),
            typeof(ShapeException),
            "Convolution2d: the kernel [3, 2, 3, 3] has 3 filters, which 2 groups cannot share evenly; their number must be a multiple of 2."),
        ["kernel larger than the image"] = (
            () => Ones(1, 1, 5, 3).Convolution2d(Ones(1, 1, 3, 3), padding: (0, 1), dilation: 3),
            typeof(ShapeException),
            "Convolution2d: the kernel [1, 1, 3, 3] spans 7 along axis 2 of input [1, 1, 5, 3], which has 5 with its padding; "
            + "a window must fit: give more padding, a smaller kernel or less dilation."),
        ["axes of the image"] = (
            () => Ones(5, 5).Convolution2d(Ones(1, 1, 3, 3)),
            typeof(ShapeException),
            "Convolution2d: input [5, 5] has 2 axes; it takes 4 ([batch, channels, …] with 2 spatial), or 3 without the batch."),
        ["axes of the kernel"] = (
            () => Ones(1, 1, 5, 5).Convolution2d(Ones(3, 3)),
            typeof(ShapeException),
            "Convolution2d: kernel [3, 3] has 2 axes; it takes 4: two of channels and 2 spatial."),
        ["empty kernel"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(1, 1, 0)),
            typeof(ShapeException),
            "Convolution1d: the kernel [1, 1, 0] is empty along a spatial axis; each must be at least 1."),
        ["bias"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(4, 1, 2), Ones(3)),
            typeof(ShapeException),
            "Convolution1d: bias [3] does not fit kernel [4, 1, 2], which makes 4 channels; it must be [4]."),
        ["types"] = (
            () => Ones(1, 1, 5).Convolution1d(Tensor.Ones([1, 1, 2], DType.Float64)),
            typeof(TypeException),
            "Convolution1d: input is Float32, the kernel Float64; convert one of them with Cast first."),
        ["type of the bias"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(1, 1, 2), Tensor.Ones([1], DType.Float64)),
            typeof(TypeException),
            "Convolution1d: input is Float32, the bias Float64; convert one of them with Cast first."),
        ["booleans"] = (
            () => Ones(1, 1, 5).Cast(DType.Bool).Convolution1d(Ones(1, 1, 2).Cast(DType.Bool)),
            typeof(TypeException),
            "Convolution: takes numbers, got Bool; convert with Cast first."),
        ["stride"] = (
            () => Ones(1, 1, 5, 5).Convolution2d(Ones(1, 1, 2, 2), stride: (1, 0)),
            typeof(ArgumentException),
            "Convolution2d: stride [1, 0] must be at least 1 along each axis. (Parameter 'stride')"),
        ["strides of another number of axes"] = (
            () => Ones(1, 1, 5, 5).Convolution2d(Ones(1, 1, 2, 2), stride: (1, 1, 1)),
            typeof(ArgumentException),
            "Convolution2d: stride [1, 1, 1] has 3 numbers; give one for all, or 2: one for each spatial axis. (Parameter 'stride')"),
        ["padding"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(1, 1, 2), padding: -1),
            typeof(ArgumentException),
            "Convolution1d: padding -1 must be at least 0. (Parameter 'padding')"),
        ["dilation"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(1, 1, 2), dilation: 0),
            typeof(ArgumentException),
            "Convolution1d: dilation 0 must be at least 1. (Parameter 'dilation')"),
        ["groups"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(1, 1, 2), groups: 0),
            typeof(ArgumentException),
            "Convolution1d: groups must be at least 1, got 0. (Parameter 'groups')"),
        ["same with a stride"] = (
            () => Ones(1, 1, 5).Convolution1d(Ones(1, 1, 2), stride: 2, padding: Padding.Same),
            typeof(ArgumentException),
            "Convolution1d: padding same keeps the size only with stride 1, got stride 2; give the padding as numbers."),
        ["channels, transposed"] = (
            () => Ones(1, 3, 5, 5).ConvolutionTransposed2d(Ones(4, 3, 2, 2)),
            typeof(ShapeException),
            "ConvolutionTransposed2d: input has 3 channels, the kernel wants 4 (kernel [4, 3, 2, 2], groups 1)."),
        ["groups, transposed"] = (
            () => Ones(1, 3, 5, 5).ConvolutionTransposed2d(Ones(3, 1, 2, 2), groups: 2),
            typeof(ShapeException),
            "ConvolutionTransposed2d: input has 3 channels, which 2 groups cannot share evenly; their number must be a multiple of 2."),
        ["output padding"] = (
            () => Ones(1, 1, 5).ConvolutionTransposed1d(Ones(1, 1, 2), stride: 2, outputPadding: 2),
            typeof(ArgumentException),
            "ConvolutionTransposed1d: output padding 2 must be smaller than the stride 2 or the dilation 1. (Parameter 'outputPadding')"),
        ["padding beyond counting"] = (
            () => Ones(1, 1, 8).Convolution1d(Ones(1, 1, 3), padding: int.MaxValue),
            typeof(ShapeException),
            "Convolution1d: axis 2 would have 4294967302 positions with its padding (input [1, 1, 8]); give less padding, stride or dilation."),
        ["a result beyond counting"] = (
            () => Ones(1, 1, 3).ConvolutionTransposed1d(Ones(1, 1, 2), stride: int.MaxValue),
            typeof(ShapeException),
            "ConvolutionTransposed1d: axis 2 would have 2147483647 positions with its padding (input [1, 1, 3]); give less padding, stride or dilation."),
        ["an empty image, transposed"] = (
            () => Tensor.Ones(1, 1, 0).ConvolutionTransposed1d(Ones(1, 1, 2)),
            typeof(ShapeException),
            "ConvolutionTransposed1d: input [1, 1, 0] is empty along axis 2; each spatial axis must be at least 1."),
        ["padding that leaves nothing"] = (
            () => Ones(1, 1, 2).ConvolutionTransposed1d(Ones(1, 1, 2), padding: 2),
            typeof(ShapeException),
            "ConvolutionTransposed1d: the result would have size -1 along axis 2 (input [1, 1, 2], kernel [1, 1, 2]); give less padding."),
        ["kernel of the operation"] = (
            () => _ = new Convolution(Ones(3, 3), Ones(2, 2)),
            typeof(ShapeException),
            "Convolution: the kernel [2, 2] has 2 axes; it takes 3 to 5: two of channels and one to three spatial ones."),
    };

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained(string name) => Mistake.AssertExplained(_mistakes[name]);

    [Fact]
    public void Strides_and_dilations_beyond_the_image_count_for_nothing()
    {
        Assert.Equal([2f], Ones(1, 1, 4).Convolution1d(Ones(1, 1, 2), stride: int.MaxValue).ToArray<float>());
        Assert.Equal([1f, 1f, 1f], Ones(1, 1, 3).Convolution1d(Ones(1, 1, 1), dilation: int.MaxValue).ToArray<float>());
        Assert.Equal([1f, 1f, 1f, 1f], Ones(1, 4).MaxPool1d(1, 1, 0, dilation: int.MaxValue).ToArray<float>());
        Assert.Equal([1f], Ones(1, 4).MaxPool1d(2, int.MaxValue, ceilMode: true).ToArray<float>());
        Assert.Equal([1f, 1f], Ones(1, 1, 1).ConvolutionTransposed1d(Ones(1, 1, 2), stride: int.MaxValue).ToArray<float>());

        var x = new Variable("x", Ones(1, 1, 4));
        x.Convolution1d(Ones(1, 1, 2), stride: int.MaxValue).Backward(Ones(1, 1, 1));
        Assert.Equal([1f, 1f, 0f, 0f], x.Gradient!.ToArray<float>());
    }

    private static Tensor Ones(params int[] shape) => Tensor.Ones(shape);
}
