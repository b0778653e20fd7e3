using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ShapingSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<Reshape>("torch.reshape(a, [2, -1])", x => x[0].Reshape(2, -1), Real(3, 4)),
        Smooth<Reshape>("torch.reshape(a.permute(1, 0), [2, 6])", x => x[0].Permute(1, 0).Reshape(2, 6), Real(3, 4)),
        Smooth<Permute>("a.permute(2, 0, 1)", x => x[0].Permute(2, 0, 1), Real(2, 3, 4)),
        Smooth<Permute>("a.transpose(-1, 0)", x => x[0].Transpose(-1, 0), Real(2, 3, 4)),
        Smooth<Expand>("a.expand(3, 2, 4)", x => x[0].Expand(3, -1, 4), Real(2, 1)),
        Exact<Cast>("a.to(torch.int64)", x => x[0].Cast(DType.Int64), Values(1.9, -1.9, 0.5, -0.5)),
        Exact<Cast>("a.to(torch.bool)", x => x[0].Cast(DType.Bool), Values(1.9, -1.9, 0, -0.0, double.NaN)),
        Exact<Cast>("a.to(torch.float32)", x => x[0].Cast(DType.Float32), Real(3, 4)),
    ];
}
