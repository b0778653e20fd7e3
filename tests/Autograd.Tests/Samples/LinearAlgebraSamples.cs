using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class LinearAlgebraSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 3), Real(3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(3), Real(3)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(3), Real(3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 3), Real(3)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(5, 2, 3), Real(3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 1, 2, 3), Real(3, 3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(9, 17), Real(17, 35)),
        Smooth<MatMul>("torch.matmul(a.transpose(0, 1), b.transpose(0, 1))", x => x[0].Transpose().MatMul(x[1].Transpose()), Real(17, 9), Real(35, 17)),
        Exact<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 0), Real(0, 3)),
        Exact<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Whole(-5, 5, 2, 3), Whole(-5, 5, 3, 2)),
    ];
}
