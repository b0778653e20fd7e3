using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class OrderingSamples
{
    private static readonly SampleInput _special =
        Values(1, double.NaN, 2, double.NaN, 1, -0.0, 0, double.PositiveInfinity, double.NegativeInfinity, -1, 0, -0.0);

    public static IEnumerable<Sample> All =>
    [
        Smooth<Sort>("torch.sort(a)[0]", x => x[0].Sort(), Real(7)),
        Smooth<Sort>("torch.sort(a, dim=0)[0]", x => x[0].Sort(0), Real(5, 3)),
        Smooth<Sort>("torch.sort(a, dim=1, descending=True)[0]", x => x[0].Sort(1, descending: true), Real(2, 4, 3)),
        Smooth<Sort>("torch.sort(a, dim=-1)[0]", x => x[0].Sort(), Real(2, 100)),
        Exact<Sort>("torch.sort(a)[0]", x => x[0].Sort(), _special),
        Exact<Sort>("torch.sort(a, dim=0, descending=True)[0]", x => x[0].Sort(0, descending: true), _special),
        Exact<Sort>("torch.sort(a)[0]", x => x[0].Sort(), Whole(-5, 5, 20)),
        Exact<Sort>("torch.sort(a)[0]", x => x[0].Sort(), Booleans(9)),
        Exact<Sort>("torch.sort(a)[0]", x => x[0].Sort(), Real(3, 0)),
        Exact<Sort>("torch.sort(a)[0]", x => x[0].Sort(), Real(0, 3)),
        Exact<ArgSort>("torch.argsort(a)", x => x[0].ArgSort(), Real(9)),
        Exact<ArgSort>("torch.argsort(a, dim=0, descending=True)", x => x[0].ArgSort(0, descending: true), Real(5, 3)),
        Exact<ArgSort>("torch.sort(a, stable=True, dim=0, descending=False)[1]", x => x[0].ArgSort(), _special),
        Exact<ArgSort>("torch.sort(a, stable=True, dim=0, descending=True)[1]", x => x[0].ArgSort(descending: true), _special),
        Exact<ArgSort>("torch.sort(a, stable=True, dim=1, descending=False)[1]", x => x[0].ArgSort(), Whole(-5, 5, 2, 100)),
        Exact<ArgSort>("torch.sort(a, stable=True, dim=1, descending=True)[1]", x => x[0].ArgSort(descending: true), Whole(-5, 5, 2, 100)),
        Exact<ArgSort>("torch.sort(a, stable=True, dim=0, descending=True)[1]", x => x[0].ArgSort(descending: true), Values([5], DType.Int32, 3, -1, 3, -7, 0)),
        Exact<ArgSort>("torch.sort(a, stable=True, dim=0, descending=False)[1]", x => x[0].ArgSort(), Booleans(40)),
        Exact<ArgSort>("torch.argsort(a, dim=1)", x => x[0].ArgSort(1), Real(3, 300)),
        Smooth<TopK>("torch.topk(a, 3)[0]", x => x[0].TopK(3), Real(7)),
        Smooth<TopK>("torch.topk(a, 2, dim=0)[0]", x => x[0].TopK(2, axis: 0), Real(5, 3)),
        Smooth<TopK>("torch.topk(a, 2, dim=1, largest=False)[0]", x => x[0].TopK(2, axis: 1, largest: false), Real(2, 4, 3)),
        Smooth<TopK>("torch.topk(a, 50)[0]", x => x[0].TopK(50), Real(2, 90)),
        Exact<ArgSort>("torch.topk(a, 3)[1]", x => x[0].TopK(3).Indices, Real(4, 9)),
        Exact<TopK>("torch.topk(a, 3)[0]", x => x[0].TopK(3), Values(1, double.NaN, 2, -0.5, double.PositiveInfinity, double.NegativeInfinity)),
        Exact<TopK>("torch.topk(a, 2, largest=False)[0]", x => x[0].TopK(2, largest: false), Values(1, double.NaN, 2, -0.5, double.NegativeInfinity)),
        Exact<TopK>("torch.topk(a, 0)[0]", x => x[0].TopK(0), Real(2, 3)),
        Exact<TopK>("torch.topk(a, 2)[0]", x => x[0].TopK(2), Values([4], DType.Int64, 3, -1, 9, 0)),
    ];
}
