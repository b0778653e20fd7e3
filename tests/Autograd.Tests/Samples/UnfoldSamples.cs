using Autograd.Kernels;
using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class UnfoldSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<Unfold>("a.unfold(0, 3, 1)", x => x[0].Unfold(0, 3), Real(7)),
        Smooth<Unfold>("a.unfold(0, 2, 2)", x => x[0].Unfold(0, 2, 2), Real(7, 2)),
        Smooth<Unfold>("a.unfold(-2, 3, 2)", x => x[0].Unfold(-2, 3, 2), Real(2, 8, 3)),
        Smooth<Unfold>("a.unfold(1, 2, 3)", x => x[0].Unfold(1, 2, 3), Real(2, 9)),
        Smooth<Unfold>("a.unfold(1, 5, 1)[:, :, ::2]", x => x[0].Unfold(1, 3, dilation: 2), Real(2, 9)),
        Smooth<Unfold>("a.unfold(1, 3, 1).unfold(0, 2, 1)", x => x[0].Unfold(1, 3).Unfold(0, 2), Real(4, 6)),
        Smooth<Unfold>("a.unfold(0, 3, 1) * 2 + a.unfold(0, 3, 1)", x => x[0].Unfold(0, 3) * 2 + x[0].Unfold(0, 3), Real(6)),
        Exact<Unfold>("a.unfold(1, 2, 1)", x => x[0].Unfold(1, 2), Booleans(2, 4)),
        Exact<Unfold>("a.unfold(1, 2, 1)", x => x[0].Unfold(1, 2), Real(0, 4)),
        Smooth<Fold>(
            "torch.unfold_backward(a, [2, 7], 1, 3, 2)", x => Operation.Run(new Fold(x[0], 1, new WindowAxis(7, 3, 2, 0, 0, 1))), Real(2, 3, 3)),
        Exact<Fold>(
            "torch.unfold_backward(a, [0, 7], 1, 3, 2)", x => Operation.Run(new Fold(x[0], 1, new WindowAxis(7, 3, 2, 0, 0, 1))), Real(0, 3, 3)),

        .. from r in Grid select Smooth<Unfold>(
            $"torch.nn.functional.unfold(a, [{r.Window.Item1}, {r.Window.Item2}], [{r.Dilation}, {r.Dilation}], [{r.Padding}, {r.Padding}], [{r.Stride}, {r.Stride}])",
            x => x[0].Unfold2d(r.Window, r.Stride, r.Padding, r.Dilation), Real(2, 2, 5, 6)),
        .. from r in Grid select Smooth<Fold>(
            $"torch.nn.functional.fold(a, [5, 6], [{r.Window.Item1}, {r.Window.Item2}], [{r.Dilation}, {r.Dilation}], [{r.Padding}, {r.Padding}], [{r.Stride}, {r.Stride}])",
            x => x[0].Fold2d((5, 6), r.Window, r.Stride, r.Padding, r.Dilation), Real(2, 3 * r.Window.Item1 * r.Window.Item2, Windows(5, r.Window.Item1, r) * Windows(6, r.Window.Item2, r))),
        Smooth<Unfold>("torch.nn.functional.unfold(a, [2, 3], [1, 1], [1, 0], [2, 1])", x => x[0].Unfold2d((2, 3), (2, 1), (1, 0)), Real(3, 4, 5)),
        Smooth<Unfold>("torch.nn.functional.unfold(a.transpose(1, 2), [2, 2])", x => x[0].Transpose(1, 2).Unfold2d(2), Real(3, 4, 5)),
        Smooth<Fold>("torch.nn.functional.fold(a, [4, 5], [2, 3], [1, 1], [1, 0], [2, 1])", x => x[0].Fold2d((4, 5), (2, 3), (2, 1), (1, 0)), Real(12, 9)),
        Exact<Unfold>("torch.nn.functional.unfold(a, [2, 2])", x => x[0].Unfold2d(2), Real(0, 2, 3, 3)),
        Exact<Unfold>("torch.nn.functional.unfold(a, [2, 2], [1, 1], [1, 1])", x => x[0].Unfold2d(2, padding: 1), Values([1, 1, 1, 3], DType.Float64, double.NaN, double.PositiveInfinity, -0.0)),
    ];

    private static ((int, int) Window, int Stride, int Padding, int Dilation)[] Grid =>
    [
        ((1, 1), 1, 0, 1), ((2, 2), 1, 0, 1), ((2, 2), 2, 0, 1), ((2, 3), 2, 1, 1), ((3, 2), 1, 1, 2), ((3, 3), 1, 2, 1), ((2, 1), 3, 1, 2), ((5, 6), 1, 0, 1),
    ];

    private static int Windows(int size, int window, ((int, int) Window, int Stride, int Padding, int Dilation) r) =>
        (size + 2 * r.Padding - r.Dilation * (window - 1) - 1) / r.Stride + 1;
}
