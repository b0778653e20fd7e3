using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ReductionSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<Sum>("torch.sum(a)", x => x[0].Sum(), Real(3, 4)),
        Smooth<Sum>("torch.sum(a, dim=[0, 2], keepdim=True)", x => x[0].Sum([0, 2], keepDimensions: true), Real(2, 3, 4)),
        Smooth<Sum>("torch.sum(a, dim=0)", x => x[0].Sum(0), Real(70, 19)),
        Smooth<Sum>("torch.sum(a, dim=1)", x => x[0].Sum(1), Real(2, 3, 17)),
        Exact<Sum>("torch.sum(a)", x => x[0].Sum(), Whole(-9, 9, 3, 4)),
        Exact<Sum>("torch.sum(a, dim=0)", x => x[0].Sum(0), Booleans(3, 4)),
        Exact<Sum>("torch.sum(a, dim=0)", x => x[0].Sum(0), Real(0, 4)),
        Smooth<ReduceMean>("torch.mean(a)", x => x[0].Mean(), Real(3, 4)),
        Smooth<ReduceMean>("torch.mean(a, dim=[-1, 0])", x => x[0].Mean([-1, 0]), Real(2, 3, 4)),
        Exact<ReduceMean>("torch.mean(a)", x => x[0].Mean(), Real(0)),
    ];
}
