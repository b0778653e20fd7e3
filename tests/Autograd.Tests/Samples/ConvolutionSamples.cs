using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ConvolutionSamples
{
    public static IEnumerable<Sample> All => [.. Grid1d, .. Grid2d, .. Convolutions, .. TransposedGrid1d, .. Transposed, .. KernelGradients];

    /// <summary>Every combination along one axis, where a mistake in the arithmetic of windows cannot hide.</summary>
    private static IEnumerable<Sample> Grid1d =>
        from stride in (int[])[1, 2, 3]
        from padding in (int[])[0, 1, 2]
        from dilation in (int[])[1, 2]
        from groups in (int[])[1, 2]
        from size in (int[])[7, 8]
        from window in (int[])[1, 2, 3]
        select Smooth<Convolution>(
            $"torch.conv1d(a, b, None, {stride}, {padding}, {dilation}, {groups})",
            x => x[0].Convolution1d(x[1], null, stride, padding, dilation, groups), Real(2, 2, size), Real(2, 2 / groups, window));

    /// <summary>Two axes that differ in all.</summary>
    private static IEnumerable<Sample> Grid2d =>
        from stride in ((int, int)[])[(1, 1), (2, 1), (2, 3)]
        from padding in ((int, int)[])[(0, 0), (1, 2), (2, 0)]
        from dilation in ((int, int)[])[(1, 1), (1, 2)]
        from size in ((int, int)[])[(5, 6), (6, 7)]
        select Smooth<Convolution>(
            $"torch.conv2d(a, b, c, [{stride.Item1}, {stride.Item2}], [{padding.Item1}, {padding.Item2}], [{dilation.Item1}, {dilation.Item2}])",
            x => x[0].Convolution2d(x[1], x[2], stride, padding, dilation), Real(2, 2, size.Item1, size.Item2), Real(3, 2, 3, 2), Real(3));

    private static IEnumerable<Sample> Convolutions =>
    [
        // More filters than a tile has rows, more positions than it has columns, a longer sum than a chunk.
        Smooth<Convolution>("torch.conv2d(a, b, None, 1, 1)", x => x[0].Convolution2d(x[1], padding: 1), Real(1, 3, 8, 9), Real(6, 3, 3, 3)),
        Smooth<Convolution>("torch.conv2d(a, b)", x => x[0].Convolution2d(x[1]), Real(1, 33, 4, 4), Real(5, 33, 3, 3)),
        Smooth<Convolution>("torch.conv2d(a, b)", x => x[0].Convolution2d(x[1]), Real(2, 3, 4, 4), Real(5, 3, 1, 1)),
        // Depthwise, with a multiplier, and groups in between.
        Smooth<Convolution>("torch.conv2d(a, b, None, 1, 1, 1, 4)", x => x[0].Convolution2d(x[1], padding: 1, groups: 4), Real(2, 4, 5, 5), Real(4, 1, 3, 3)),
        Smooth<Convolution>("torch.conv2d(a, b, c, 2, 1, 1, 2)", x => x[0].Convolution2d(x[1], x[2], 2, 1, groups: 2), Real(2, 2, 5, 4), Real(6, 1, 3, 3), Real(6)),
        Smooth<Convolution>("torch.conv2d(a, b, None, 1, 0, 1, 3)", x => x[0].Convolution2d(x[1], groups: 3), Real(2, 6, 4, 4), Real(9, 2, 2, 2)),
        // The size kept: odd and even kernels, dilated.
        Smooth<Convolution>("torch.conv2d(a, b, padding='same')", x => x[0].Convolution2d(x[1], padding: Padding.Same), Real(1, 2, 5, 6), Real(2, 2, 3, 2)),
        Smooth<Convolution>(
            "torch.conv2d(a, b, padding='same', dilation=[2, 3])", x => x[0].Convolution2d(x[1], padding: Padding.Same, dilation: (2, 3)), Real(1, 2, 5, 6), Real(2, 2, 4, 2)),
        Smooth<Convolution>("torch.conv1d(a, b, padding='same')", x => x[0].Convolution1d(x[1], padding: Padding.Same), Real(1, 1, 7), Real(1, 1, 4)),
        Smooth<Convolution>("torch.conv2d(a, b, padding='valid')", x => x[0].Convolution2d(x[1]), Real(1, 1, 3, 3), Real(1, 1, 2, 2)),
        // Sides apart.
        Smooth<Convolution>(
            "torch.conv2d(torch.constant_pad_nd(a, [2, 1, 0, 3]), b, None, 2)", x => x[0].Convolution2d(x[1], stride: 2, padding: Padding.Sides((0, 2), (3, 1))),
            Real(2, 1, 5, 4), Real(2, 1, 3, 3)),
        // Images without a batch.
        Smooth<Convolution>("torch.conv2d(a, b, c)", x => x[0].Convolution2d(x[1], x[2]), Real(2, 4, 5), Real(3, 2, 2, 2), Real(3)),
        Smooth<Convolution>("torch.conv1d(a, b)", x => x[0].Convolution1d(x[1]), Real(2, 5), Real(3, 2, 2)),
        Smooth<Convolution>("torch.conv3d(a, b)", x => x[0].Convolution3d(x[1]), Real(2, 3, 4, 5), Real(3, 2, 2, 2, 3)),
        Smooth<Convolution>("torch.conv3d(a, b)", x => x[0].Convolution3d(x[1]), Real(2, 2, 3, 4, 3), Real(2, 2, 2, 3, 1)),
        Smooth<Convolution>(
            "torch.conv3d(a, b, c, [1, 2, 3], [1, 0, 2], [2, 1, 1], 2)", x => x[0].Convolution3d(x[1], x[2], [1, 2, 3], (1, 0, 2), (2, 1, 1), 2),
            Real(1, 2, 4, 5, 6), Real(2, 1, 2, 3, 2), Real(2)),
        // A kernel as large as the image, a stride beyond it, padding alone under the window, views of other tensors.
        Smooth<Convolution>("torch.conv2d(a, b)", x => x[0].Convolution2d(x[1]), Real(2, 2, 3, 4), Real(2, 2, 3, 4)),
        Smooth<Convolution>("torch.conv2d(a, b, None, 9)", x => x[0].Convolution2d(x[1], stride: 9), Real(1, 1, 4, 4), Real(1, 1, 2, 2)),
        Smooth<Convolution>("torch.conv1d(a, b, None, 1, 4)", x => x[0].Convolution1d(x[1], padding: 4), Real(1, 1, 3), Real(1, 1, 2)),
        Smooth<Convolution>(
            "torch.conv2d(a.transpose(2, 3).flip(1), b.transpose(0, 1))", x => x[0].Transpose(2, 3).Flip(1).Convolution2d(x[1].Transpose(0, 1)), Real(2, 3, 4, 5), Real(3, 4, 2, 3)),
        Smooth<Convolution>("torch.conv2d(a[:, :, ::2, 1:], b)", x => x[0].Slice(2, 0, 7, 2).Slice(3, 1, 4).Convolution2d(x[1]), Real(2, 1, 7, 4), Real(1, 1, 2, 2)),
        Exact<Convolution>("torch.conv2d(a, b)", x => x[0].Convolution2d(x[1]), Real(0, 2, 3, 3), Real(4, 2, 2, 2)),
        Exact<Convolution>(
            "torch.conv1d(a, b)", x => x[0].Convolution1d(x[1]),
            Values([1, 1, 6], DType.Float64, 1, double.NaN, 2, double.PositiveInfinity, 3, -1), Values([1, 1, 2], DType.Float64, 1, -2)),
        // Whole numbers, exactly.
        Exact<Convolution>(
            "torch.conv2d(a.to(torch.float64), b.to(torch.float64), None, 1, 1).to(torch.int64)", x => x[0].Convolution2d(x[1], padding: 1), Whole(-9, 9, 1, 2, 4, 5), Whole(-9, 9, 3, 2, 3, 3)),
    ];

    private static IEnumerable<Sample> TransposedGrid1d =>
        from stride in (int[])[1, 2, 3]
        from padding in (int[])[0, 1, 2]
        from dilation in (int[])[1, 2]
        from extra in (int[])[0, 1]
        from size in (int[])[4, 5]
        from window in (int[])[2, 3]
        where extra < Math.Max(stride, dilation) && (size - 1) * stride - 2 * padding + dilation * (window - 1) + extra + 1 > 0
        select Smooth<ConvolutionTransposed>(
            $"torch.conv_transpose1d(a, b, None, {stride}, {padding}, {extra}, 1, {dilation})",
            x => x[0].ConvolutionTransposed1d(x[1], null, stride, padding, extra, 1, dilation), Real(2, 2, size), Real(2, 2, window));

    private static IEnumerable<Sample> Transposed =>
    [
        Smooth<ConvolutionTransposed>("torch.conv_transpose2d(a, b, c)", x => x[0].ConvolutionTransposed2d(x[1], x[2]), Real(2, 2, 3, 4), Real(2, 3, 2, 3), Real(3)),
        Smooth<ConvolutionTransposed>(
            "torch.conv_transpose2d(a, b, c, [2, 3], [1, 2], [1, 0])", x => x[0].ConvolutionTransposed2d(x[1], x[2], (2, 3), (1, 2), (1, 0)), Real(2, 2, 3, 4), Real(2, 3, 3, 4), Real(3)),
        Smooth<ConvolutionTransposed>(
            "torch.conv_transpose2d(a, b, c, 2, 1, 1, 2, [1, 2])", x => x[0].ConvolutionTransposed2d(x[1], x[2], 2, 1, 1, 2, (1, 2)), Real(1, 4, 3, 3), Real(4, 3, 3, 2), Real(6)),
        Smooth<ConvolutionTransposed>(
            "torch.conv_transpose2d(a, b, None, 2, 0, 0, 4)", x => x[0].ConvolutionTransposed2d(x[1], stride: 2, groups: 4), Real(1, 4, 3, 2), Real(4, 1, 2, 2)),
        // A stride longer than the kernel leaves places that nothing reaches; output padding of more than a stride.
        Smooth<ConvolutionTransposed>("torch.conv_transpose2d(a, b, None, 4, 0, 3)", x => x[0].ConvolutionTransposed2d(x[1], stride: 4, outputPadding: 3), Real(1, 1, 2, 3), Real(1, 1, 2, 2)),
        Smooth<ConvolutionTransposed>(
            "torch.conv_transpose1d(a, b, None, 2, 1, 3, 1, 4)", x => x[0].ConvolutionTransposed1d(x[1], null, 2, 1, 3, 1, 4), Real(1, 2, 3), Real(2, 1, 3)),
        Smooth<ConvolutionTransposed>("torch.conv_transpose2d(a, b)", x => x[0].ConvolutionTransposed2d(x[1]), Real(2, 3, 3), Real(2, 1, 2, 2)),
        Smooth<ConvolutionTransposed>("torch.conv_transpose3d(a, b)", x => x[0].ConvolutionTransposed3d(x[1]), Real(1, 2, 2, 3, 2), Real(2, 2, 2, 2, 3)),
        Smooth<ConvolutionTransposed>(
            "torch.conv_transpose3d(a, b, c, [1, 2, 3], [1, 0, 1], [0, 1, 2], 2, [2, 1, 1])",
            x => x[0].ConvolutionTransposed3d(x[1], x[2], [1, 2, 3], (1, 0, 1), [0, 1, 2], 2, [2, 1, 1]), Real(1, 2, 3, 2, 2), Real(2, 1, 2, 3, 2), Real(2)),
        Smooth<ConvolutionTransposed>("torch.conv_transpose2d(a, b, None, 3)", x => x[0].ConvolutionTransposed2d(x[1], stride: 3), Real(2, 9, 4, 5), Real(9, 5, 5, 5)),
        // Weights that are not finite: where there is no window there is no product, not 0 · ∞.
        Exact<ConvolutionTransposed>(
            "torch.conv_transpose1d(a, b)", x => x[0].ConvolutionTransposed1d(x[1]),
            Values([1, 1, 3], DType.Float64, 1, 2, 3), Values([1, 1, 3], DType.Float64, 1, double.PositiveInfinity, double.NaN)),
        Exact<ConvolutionTransposed>(
            "torch.conv_transpose2d(a, b, None, 2, 0, 1)", x => x[0].ConvolutionTransposed2d(x[1], stride: 2, outputPadding: 1),
            Values([1, 1, 2, 2], DType.Float64, 1, 2, 3, -4), Values([1, 2, 2, 2], DType.Float64, 1, double.PositiveInfinity, -1, double.NegativeInfinity, 0, 1, 2, double.NaN)),
        Exact<Convolution>(
            "torch.conv1d(a, b)", x => x[0].Convolution1d(x[1]),
            Values([1, 1, 3], DType.Float64, 1, 2, 3), Values([1, 1, 2], DType.Float64, 1, double.PositiveInfinity)),
        Exact<ConvolutionTransposed>("torch.conv_transpose2d(a, b)", x => x[0].ConvolutionTransposed2d(x[1]), Real(0, 2, 3, 3), Real(2, 4, 2, 2)),
        Smooth<ConvolutionTransposed>(
            "torch.conv_transpose2d(a.transpose(2, 3), b.transpose(0, 1), None, 2)", x => x[0].Transpose(2, 3).ConvolutionTransposed2d(x[1].Transpose(0, 1), stride: 2),
            Real(2, 3, 4, 5), Real(4, 3, 2, 3)),
    ];

    /// <summary>In PyTorch's words the convolution that it is, batch and channels, stride and dilation exchanged.</summary>
    private static IEnumerable<Sample> KernelGradients =>
        from stride in (int[])[1, 2, 3]
        from padding in (int[])[0, 1, 2]
        from dilation in (int[])[1, 2]
        let windows = (8 + 2 * padding - 2 * dilation - 1) / stride + 1
        select Smooth<ConvolutionKernelGradient>(
            $"torch.conv2d(a.transpose(0, 1), b.transpose(0, 1), None, [1, {dilation}], [0, {padding}], [1, {stride}]).narrow(3, 0, 3).transpose(0, 1)",
            x => Operation.Run(new ConvolutionKernelGradient(
                x[0], x[1], ConvolutionGeometry.Create("", x[0], x[1], (1, stride), (0, padding), (1, dilation), 1), [5, 2, 2, 3])), Real(3, 2, 3, 8), Real(3, 5, 2, windows));
}
