using Autograd.Kernels;
using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class PoolingSamples
{
    private const double Infinity = double.PositiveInfinity;
    private const double NaN = double.NaN;

    public static IEnumerable<Sample> All =>
    [
        .. Grid.Select(row => Max1d(row, Real(2, 2, row.Size))),
        .. Grid.Select(row => Max2d(row, Real(1, row.Size, row.Size + 1))),
        .. Grid.Where(row => row.Size < 5).Select(row => Max3d(row, Real(1, row.Size, row.Size + 1, row.Size))),
        // Ties in rows too short for a vector, and in longer ones.
        Exact<MaxPool>("torch.max_pool1d(a, 2, 1)", x => x[0].MaxPool1d(2, 1), Values([1, 6], DType.Float64, 1, 1, 1, 0, 0, 0)),
        Exact<MaxPool>("torch.max_pool1d(a, 2, 1)", x => x[0].MaxPool1d(2, 1), Values([1, 6], DType.Float32, 1, 1, 1, 0, 0, 0)),
        Exact<MaxPool>("torch.max_pool1d(a, 3, 1)", x => x[0].MaxPool1d(3, 1), Values([1, 24], DType.Float64, 1, 1, 1, 0, 0, 0, 2, 2, 0, 2, 2, 2, 5, 5, 5, 5, 0, 1, 0, 1, 0, 1, 1, 1)),
        Smooth<MaxPool>("torch.max_pool1d(a, 2)", x => x[0].MaxPool1d(2), Real(3, 5)),
        Smooth<MaxPool>("torch.max_pool2d(a, [2, 3], [1, 2], [1, 0], [2, 1], True)", x => x[0].MaxPool2d((2, 3), (1, 2), (1, 0), (2, 1), true), Real(2, 6, 8)),
        Smooth<MaxPool>("torch.max_pool2d(a, [3, 1], padding=[1, 0])", x => x[0].MaxPool2d([3, 1], padding: (1, 0)), Real(1, 2, 5, 3)),
        Smooth<MaxPool>("torch.max_pool3d(a, [1, 2, 3], [2, 1, 1], [0, 1, 1])", x => x[0].MaxPool3d((1, 2, 3), (2, 1, 1), (0, 1, 1)), Real(2, 3, 4, 5)),
        Smooth<MaxPool>("torch.max_pool2d(a.transpose(2, 3), 2)", x => x[0].Transpose().MaxPool2d(2), Real(1, 2, 5, 6)),
        Smooth<MaxPool>("torch.max_pool2d(a, [5, 6])", x => x[0].MaxPool2d((5, 6)), Real(2, 3, 5, 6)),
        Smooth<MaxPool>("torch.max_pool2d(a, 2)", x => x[0].MaxPool2d(2), Real(1, 1, 4, 41)),
        Smooth<MaxPool>("torch.max_pool2d(a, 3, 2, 1)", x => x[0].MaxPool2d(3, 2, 1), Real(1, 1, 5, 40)),
        Smooth<MaxPool>("torch.max_pool1d(a, 3, 1, 1)", x => x[0].MaxPool1d(3, 1, 1), Real(2, 37)),
        Smooth<MaxPool>("torch.max_pool1d(a, 4, 3, 2, 2, True)", x => x[0].MaxPool1d(4, 3, 2, 2, true), Real(2, 37)),
        Smooth<MaxPool>("torch.max_pool1d(a, 2, 5)", x => x[0].MaxPool1d(2, 5), Real(2, 37)),
        Exact<MaxPool>("torch.max_pool2d(a, 2)", x => x[0].MaxPool2d(2), Real(0, 3, 4, 4)),
        // Ties, zeros of both signs, NaN and infinities, with places: the first of equal ones, the last NaN.
        Places1d("2, 1", x => x.MaxPool1d(2, 1), Values([1, 8], DType.Float64, 1, 1, -0.0, 0, -0.0, 2, 2, 2)),
        Places1d("3, 2, 1", x => x.MaxPool1d(3, 2, 1), Values([1, 9], DType.Float64, 1, NaN, NaN, 3, -Infinity, -Infinity, -Infinity, -Infinity, Infinity)),
        Places1d("3, 1, 1", x => x.MaxPool1d(3, 1, 1), Values([1, 12], DType.Float64, -Infinity, -Infinity, -Infinity, 0, NaN, 1, Infinity, Infinity, NaN, NaN, -1, -0.0)),
        Places1d("9", x => x.MaxPool1d(9), Values([1, 9], DType.Float64, 1, NaN, 2, NaN, Infinity, 0, 0, 0, 0)),
        Places1d("4", x => x.MaxPool1d(4), Values([2, 4], DType.Float64, -Infinity, -Infinity, -Infinity, -Infinity, 0, -0.0, 7, 7)),
        Places2d("3, 2, 1", x => x.MaxPool2d(3, 2, 1), Ties(1, 2, 7, 9)),
        Places2d("2", x => x.MaxPool2d(2), Ties(2, 2, 6, 10)),
        Places2d("3, 1, 1, 2", x => x.MaxPool2d(3, 1, 1, 2), Values([1, 5, 5], DType.Float64, [.. Enumerable.Repeat(-Infinity, 25)])),
        Places2d("2", x => x.MaxPool2d(2), Values([1, 2, 10], DType.Float64, [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? NaN : i % 4)])),
        Exact<MaxPool>("torch.max_pool2d(a, 3, 2, 1)", x => x[0].MaxPool2d(3, 2, 1), Whole(-9, -2, 1, 2, 7, 9)),
        Exact<MaxPool>("torch.max_pool2d(a.to(torch.int32), 2)", x => x[0].Cast(DType.Int32).MaxPool2d(2), Whole(-9, 9, 1, 2, 7, 9)),
        Smooth<MaxPoolGradient>(
            "c = b.to(torch.float64)\nv, i = torch.max_pool2d_with_indices(c, [3, 3], [1, 1])\nreturn torch.max_pool2d_with_indices_backward(a, c, [3, 3], [1, 1], [0, 0], [1, 1], False, i)",
            x => Operation.Run(new MaxPoolGradient(x[0], x[1].MaxPool2d(3, 1).Indices, x[1].Shape, [2])), Real(2, 3, 2), Whole(-9, 9, 2, 5, 4)),

        .. Grid.Where(row => row.Dilation == 1).SelectMany(row => new[] { true, false }.Select(counts => Average1d(row, counts, Real(1, 2, row.Size)))),
        .. Grid.Where(row => row.Dilation == 1).SelectMany(row => new[] { true, false }.Select(counts => Average2d(row, counts, Real(1, row.Size, row.Size + 1)))),
        .. Grid.Where(row => row.Dilation == 1 && row.Size == 5).SelectMany(row => new[] { true, false }.Select(counts => Average3d(row, counts, Real(1, row.Size, row.Size, 4)))),
        Smooth<AveragePool>("torch.avg_pool1d(a, 2)", x => x[0].AveragePool1d(2), Real(3, 5)),
        Smooth<AveragePool>("torch.avg_pool2d(a, [2, 3], [1, 2], [1, 1])", x => x[0].AveragePool2d((2, 3), (1, 2), (1, 1)), Real(2, 6, 8)),
        Smooth<AveragePool>("torch.avg_pool2d(a, 3, 2, 1, divisor_override=5)", x => x[0].AveragePool2d(3, 2, 1, divisor: 5), Real(1, 2, 6, 8)),
        Smooth<AveragePool>("torch.avg_pool2d(a, 3, 2, 1, True, False, -2)", x => x[0].AveragePool2d(3, 2, 1, true, false, -2), Real(1, 2, 6, 8)),
        Smooth<AveragePool>("torch.avg_pool3d(a, 2, divisor_override=3)", x => x[0].AveragePool3d(2, divisor: 3), Real(1, 2, 4, 5, 3)),
        Smooth<AveragePool>("torch.avg_pool2d(a, [5, 6])", x => x[0].AveragePool2d((5, 6)), Real(2, 3, 5, 6)),
        Smooth<AveragePool>("torch.avg_pool2d(a.transpose(2, 3), 2)", x => x[0].Transpose().AveragePool2d(2), Real(1, 2, 5, 6)),
        Smooth<AveragePool>("torch.avg_pool1d(a, 3, 1, 1)", x => x[0].AveragePool1d(3, 1, 1), Real(2, 37)),
        Exact<AveragePool>("torch.avg_pool2d(a, 2)", x => x[0].AveragePool2d(2), Real(0, 3, 4, 4)),
        Exact<AveragePool>("torch.avg_pool2d(a, 2)", x => x[0].AveragePool2d(2), Whole(-9, 9, 1, 2, 4, 10)),
        Exact<AveragePool>("torch.avg_pool1d(a, 2, 1)", x => x[0].AveragePool1d(2, 1), Values([1, 9], DType.Float64, 1, NaN, 2, Infinity, Infinity, 0, -Infinity, Infinity, 0)),
        Smooth<AveragePoolGradient>(
            "torch.avg_pool2d_backward(a, b.to(torch.float64), [3, 2], [2, 1], [1, 1], False, False, None)",
            x => Operation.Run(new AveragePoolGradient(
                x[0], x[1].Shape, PoolingWindows.Sliding("", x[1], 2, (3, 2), (2, 1), 1, 1, false), new Divisor(CountsPadding: false))), Real(1, 2, 3, 5), Whole(-9, 9, 1, 2, 5, 4)),

        .. from size in new[] { 1, 2, 3, 5, 7, 9 }
           select Smooth<AdaptiveAveragePool>($"torch.adaptive_avg_pool1d(a, {size})", x => x[0].AdaptiveAveragePool1d(size), Real(2, 2, 7)),
        .. from size in new[] { 1, 2, 3, 5, 7, 9 }
           select Smooth<AdaptiveMaxPool>($"torch.adaptive_max_pool1d(a, {size})[0]", x => x[0].AdaptiveMaxPool1d(size), Real(2, 2, 7)),
        .. from size in new[] { (1, 1), (2, 3), (5, 2), (4, 6), (7, 8) }
           select Smooth<AdaptiveAveragePool>($"torch.adaptive_avg_pool2d(a, [{size.Item1}, {size.Item2}])", x => x[0].AdaptiveAveragePool2d(size), Real(2, 2, 5, 6)),
        .. from size in new[] { (1, 1), (2, 3), (5, 2), (4, 6), (7, 8) }
           select Smooth<AdaptiveMaxPool>($"torch.adaptive_max_pool2d(a, [{size.Item1}, {size.Item2}])[0]", x => x[0].AdaptiveMaxPool2d(size), Real(2, 2, 5, 6)),
        .. from size in new[] { (1, 1, 1), (2, 3, 2), (3, 1, 5) }
           select Smooth<AdaptiveAveragePool>($"torch.adaptive_avg_pool3d(a, [{size.Item1}, {size.Item2}, {size.Item3}])", x => x[0].AdaptiveAveragePool3d(size), Real(2, 4, 3, 5)),
        .. from size in new[] { (1, 1, 1), (2, 3, 2), (3, 1, 5) }
           select Smooth<AdaptiveMaxPool>($"torch.adaptive_max_pool3d(a, [{size.Item1}, {size.Item2}, {size.Item3}])[0]", x => x[0].AdaptiveMaxPool3d(size), Real(1, 2, 4, 3, 5)),
        Smooth<AdaptiveAveragePool>("torch.adaptive_avg_pool2d(a.transpose(1, 2), [3, 3])", x => x[0].Transpose(1, 2).AdaptiveAveragePool2d(3), Real(2, 5, 7)),
        Smooth<AdaptiveAveragePool>("torch.adaptive_avg_pool2d(a, [1, 2])", x => x[0].AdaptiveAveragePool2d((1, 2)), Real(1, 6, 40)),
        Exact<AdaptiveAveragePool>("torch.adaptive_avg_pool2d(a, [2, 2])", x => x[0].AdaptiveAveragePool2d(2), Real(0, 2, 3, 3)),
        Exact<AdaptiveMaxPool>(
            "v, i = torch.adaptive_max_pool1d(a, 3)\nreturn v * 2 + i", x => WithPlaces(x[0].AdaptiveMaxPool1d(3)),
            Values([1, 8], DType.Float64, 1, 1, NaN, NaN, -Infinity, 0, -0.0, -0.0)),
        Exact<AdaptiveMaxPool>("v, i = torch.adaptive_max_pool2d(a, [2, 3])\nreturn v * 2 + i", x => WithPlaces(x[0].AdaptiveMaxPool2d((2, 3))), Ties(1, 2, 5, 7)),

        Smooth<MaxUnpool>(
            "v, i = torch.max_pool2d_with_indices(b.to(torch.float64), [2, 2])\nreturn torch.max_unpool2d(a, i, [5, 6])",
            x => x[0].MaxUnpool2d(x[1].MaxPool2d(2).Indices, (5, 6)), Real(1, 2, 2, 3), Whole(-9, 9, 1, 2, 5, 6)),
        Smooth<MaxUnpool>(
            "v, i = torch.max_pool3d_with_indices(b.to(torch.float64), [2, 2, 2])\nreturn torch.max_unpool3d(a, i, [4, 2, 3], [2, 2, 2], [0, 0, 0])",
            x => x[0].MaxUnpool3d(x[1].MaxPool3d(2).Indices, (4, 2, 3)), Real(2, 2, 1, 1), Whole(-9, 9, 2, 4, 2, 3)),
        Smooth<MaxUnpool>(
            "v, i = torch.max_pool1d_with_indices(b.to(torch.float64), [2])\nreturn torch.max_unpool2d(a.unsqueeze(1), i.unsqueeze(1), [1, 5]).squeeze(1)",
            x => x[0].MaxUnpool1d(x[1].MaxPool1d(2).Indices, 5), Real(3, 2), Whole(-9, 9, 3, 5)),
    ];

    /// <summary>Window, stride, padding, dilation and mode, over sizes that they divide and do not divide.</summary>
    private static IEnumerable<Row> Grid =>
        from shape in new (int Window, int Stride, int Padding, int Dilation)[]
        {
            (1, 1, 0, 1), (1, 2, 0, 1), (2, 2, 0, 1), (2, 1, 1, 1), (2, 3, 1, 1), (3, 1, 1, 1), (3, 2, 1, 1), (3, 3, 0, 1),
            (2, 1, 0, 2), (2, 2, 1, 2), (3, 2, 1, 2), (4, 3, 2, 1),
        }
        from size in new[] { 4, 5, 9 }
        where size + 2 * shape.Padding > shape.Dilation * (shape.Window - 1)
        from ceil in new[] { false, true }
        select new Row(shape.Window, shape.Stride, shape.Padding, shape.Dilation, ceil, size);

    private static Sample Max1d(Row r, SampleInput x) => Smooth<MaxPool>(
        $"torch.max_pool1d(a, {r.Arguments})", x => x[0].MaxPool1d(r.Window, r.Stride, r.Padding, r.Dilation, r.Ceil), x);

    private static Sample Max2d(Row r, SampleInput x) => Smooth<MaxPool>(
        $"torch.max_pool2d(a, {r.Arguments})", x => x[0].MaxPool2d(r.Window, r.Stride, r.Padding, r.Dilation, r.Ceil), x);

    private static Sample Max3d(Row r, SampleInput x) => Smooth<MaxPool>(
        $"torch.max_pool3d(a, {r.Arguments})", x => x[0].MaxPool3d(r.Window, r.Stride, r.Padding, r.Dilation, r.Ceil), x);

    private static Sample Average1d(Row r, bool counts, SampleInput x) => Smooth<AveragePool>(
        $"torch.avg_pool1d(a, {r.Window}, {r.Stride}, {r.Padding}, {r.Ceil}, {counts})",
        x => x[0].AveragePool1d(r.Window, r.Stride, r.Padding, r.Ceil, counts), x);

    private static Sample Average2d(Row r, bool counts, SampleInput x) => Smooth<AveragePool>(
        $"torch.avg_pool2d(a, {r.Window}, {r.Stride}, {r.Padding}, {r.Ceil}, {counts})",
        x => x[0].AveragePool2d(r.Window, r.Stride, r.Padding, r.Ceil, counts), x);

    private static Sample Average3d(Row r, bool counts, SampleInput x) => Smooth<AveragePool>(
        $"torch.avg_pool3d(a, {r.Window}, {r.Stride}, {r.Padding}, {r.Ceil}, {counts})",
        x => x[0].AveragePool3d(r.Window, r.Stride, r.Padding, r.Ceil, counts), x);

    private static Sample Places1d(string arguments, Func<Tensor, MaxPool> pool, SampleInput x) => Exact<MaxPool>(
        $"v, i = torch.max_pool1d_with_indices(a, {arguments})\nreturn v * 2 + i", x => WithPlaces(pool(x[0])), x);

    private static Sample Places2d(string arguments, Func<Tensor, MaxPool> pool, SampleInput x) => Exact<MaxPool>(
        $"v, i = torch.max_pool2d_with_indices(a, {arguments})\nreturn v * 2 + i", x => WithPlaces(pool(x[0])), x);

    /// <summary>Few different numbers, so that the greatest one often has an equal.</summary>
    private static SampleInput Ties(params int[] shape) =>
        Values(shape, DType.Float64, [.. Enumerable.Range(0, shape.Aggregate((x, y) => x * y)).Select(i => (double)(i * i % 7))]);

    // Values and places in one tensor.
    private static Tensor WithPlaces(WindowMaximum pooled) => pooled * 2 + pooled.Indices;

    private sealed record Row(int Window, int Stride, int Padding, int Dilation, bool Ceil, int Size)
    {
        public string Arguments => $"{Window}, {Stride}, {Padding}, {Dilation}, {Ceil}";
    }
}
