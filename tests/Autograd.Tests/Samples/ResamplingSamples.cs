using Autograd.Kernels;
using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ResamplingSamples
{
    public static IEnumerable<Sample> All =>
    [
        .. Sizes.SelectMany(size => Modes.Select(mode => Resized1d(size, mode))),
        .. Sizes.SelectMany(size => Modes.Append((InterpolationMode.Cubic, false)).Append((InterpolationMode.Cubic, true)).Select(mode => Resized2d(size, mode))),
        .. new[] { 2, 3, 5 }.SelectMany(size => Modes.Select(mode => Resized3d(size, mode))),
        .. Factors.SelectMany(factor => Modes.Append((InterpolationMode.Cubic, false)).Append((InterpolationMode.Cubic, true)).Select(mode => Scaled2d(factor, mode))),
        .. Factors.SelectMany(factor => Modes.Select(mode => Scaled1d(factor, mode))),
        Smooth<Interpolate>(
            "torch.upsample_bilinear2d(a, None, True, [1.7, 0.6])", x => x[0].InterpolateBy([1.7, 0.6], InterpolationMode.Linear, alignCorners: true), Real(1, 2, 4, 5)),
        Smooth<Interpolate>("torch.upsample_bilinear2d(a, [4, 9], False)", x => x[0].Interpolate((4, 9), InterpolationMode.Linear), Real(1, 2, 4, 5)),
        Smooth<Interpolate>("torch.upsample_nearest2d(a.transpose(2, 3), [4, 9])", x => x[0].Transpose().Interpolate((4, 9)), Real(1, 2, 4, 5)),
        Smooth<Interpolate>("torch.upsample_bilinear2d(a, [20, 37], False)", x => x[0].Interpolate((20, 37), InterpolationMode.Linear), Real(1, 1, 9, 19)),
        Smooth<Interpolate>("torch.upsample_nearest2d(a, [4, 5])", x => x[0].Interpolate((4, 5)), Real(1, 2, 4, 5)),
        Exact<Interpolate>("torch.upsample_nearest1d(a, [5])", x => x[0].Interpolate(5), Values([1, 1, 5], DType.Float64, double.NaN, -0.0, 0, double.PositiveInfinity, double.NegativeInfinity)),
        Exact<Interpolate>("torch.upsample_nearest1d(a, [9])", x => x[0].Interpolate(9), Values([1, 1, 5], DType.Float64, double.NaN, -0.0, 0, double.PositiveInfinity, double.NegativeInfinity)),
        Exact<Interpolate>(
            "torch.upsample_linear1d(a, [7], False)", x => x[0].Interpolate(7, InterpolationMode.Linear),
            Values([1, 1, 6], DType.Float64, 1, double.NaN, -0.0, -0.0, 5, double.PositiveInfinity)),
        .. from count in new[] { 7, 49, 100 } select Exact<Interpolate>(
            $"torch.upsample_nearest1d(a, [{count}])", x => x[0].Interpolate(count), Values([1, 1, 41], DType.Float32, [.. Enumerable.Range(0, 41).Select(i => (double)i)])),
        .. from factor in new[] { 1.3, 2.7, 0.3 } select Exact<Interpolate>(
            $"torch.upsample_nearest1d(a, None, [{factor}])", x => x[0].InterpolateBy(factor), Values([1, 1, 41], DType.Float32, [.. Enumerable.Range(0, 41).Select(i => (double)i)])),
        Smooth<InterpolateGradient>(
            "torch.upsample_bilinear2d_backward(a, [7, 3], [1, 2, 4, 5], False, None, None)",
            x => Operation.Run(new InterpolateGradient(x[0], [new ResampledAxis(4, 7, 0), new ResampledAxis(5, 3, 0)], InterpolationMode.Linear, false)), Real(1, 2, 7, 3)),
        Smooth<InterpolateGradient>(
            "torch.upsample_bicubic2d_backward(a, [7, 3], [1, 2, 4, 5], True, None, None)",
            x => Operation.Run(new InterpolateGradient(x[0], [new ResampledAxis(4, 7, 0), new ResampledAxis(5, 3, 0)], InterpolationMode.Cubic, true)), Real(1, 2, 7, 3)),
    ];

    private static int[] Sizes => [1, 2, 3, 5, 6, 10, 13];

    private static double[] Factors => [0.5, 0.7, 1.3, 2, 2.5];

    private static (InterpolationMode Mode, bool AlignCorners)[] Modes =>
    [
        (InterpolationMode.Nearest, false), (InterpolationMode.NearestExact, false), (InterpolationMode.Linear, false), (InterpolationMode.Linear, true),
    ];

    private static Sample Resized1d(int size, (InterpolationMode Mode, bool AlignCorners) m) => Smooth<Interpolate>(
        Torch(m, 1, $"[{size}]", ""), x => x[0].Interpolate(size, m.Mode, m.AlignCorners), Real(2, 2, 5));

    private static Sample Resized2d(int size, (InterpolationMode Mode, bool AlignCorners) m) => Smooth<Interpolate>(
        Torch(m, 2, $"[{size}, {14 - size}]", ""), x => x[0].Interpolate((size, 14 - size), m.Mode, m.AlignCorners), Real(1, 2, 5, 7));

    private static Sample Resized3d(int size, (InterpolationMode Mode, bool AlignCorners) m) => Smooth<Interpolate>(
        Torch(m, 3, $"[{size}, {6 - size}, 4]", ""), x => x[0].Interpolate((size, 6 - size, 4), m.Mode, m.AlignCorners), Real(1, 1, 3, 4, 2));

    private static Sample Scaled1d(double factor, (InterpolationMode Mode, bool AlignCorners) m) => Smooth<Interpolate>(
        Torch(m, 1, "None", $", [{factor:0.0}]"), x => x[0].InterpolateBy(factor, m.Mode, m.AlignCorners), Real(2, 1, 7));

    private static Sample Scaled2d(double factor, (InterpolationMode Mode, bool AlignCorners) m) => Smooth<Interpolate>(
        Torch(m, 2, "None", $", [{factor:0.0}, 1.5]"), x => x[0].InterpolateBy([factor, 1.5], m.Mode, m.AlignCorners), Real(1, 2, 5, 4));

    private static string Torch((InterpolationMode Mode, bool AlignCorners) m, int axes, string size, string factors) => m.Mode switch
    {
        InterpolationMode.Nearest => $"torch.upsample_nearest{axes}d(a, {size}{factors})",
        InterpolationMode.NearestExact => $"torch._upsample_nearest_exact{axes}d(a, {size}{factors})",
        InterpolationMode.Linear => $"torch.upsample_{(axes == 1 ? "" : axes == 2 ? "bi" : "tri")}linear{axes}d(a, {size}, {m.AlignCorners}{factors})",
        _ => $"torch.upsample_bicubic2d(a, {size}, {m.AlignCorners}{factors})",
    };
}
