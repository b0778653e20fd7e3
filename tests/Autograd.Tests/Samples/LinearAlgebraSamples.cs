using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class LinearAlgebraSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<MatMul>("torch.bilinear(a, b, c, None)", x => x[0].Bilinear(x[1], x[2]), Real(2, 3, 4), Real(2, 3, 5), Real(2, 4, 5)),
        Smooth<MatMul>("torch.bilinear(a, b, c, d)", x => x[0].Bilinear(x[1], x[2], x[3]), Real(3, 4), Real(3, 2), Real(5, 4, 2), Real(5)),
        Smooth<MatMul>("torch.bilinear(a, b, c, None)", x => x[0].Bilinear(x[1], x[2]), Real(4), Real(3), Real(2, 4, 3)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 3), Real(3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(3), Real(3)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(3), Real(3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 3), Real(3)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(5, 2, 3), Real(3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 1, 2, 3), Real(3, 3, 4)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(9, 17), Real(17, 35)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(33, 37), Real(37, 1)),
        Exact<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 3, 0), Real(2, 0, 4)),
        Exact<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(0, 3, 2), Real(0, 2, 4)),
        Smooth<MatMul>("torch.matmul(a.transpose(0, 1), b)", x => x[0].Transpose().MatMul(x[1]), Real(37, 33), Real(37, 1)),
        Smooth<MatMul>("torch.matmul(a.transpose(0, 1), b)", x => x[0].Transpose().MatMul(x[1]), Real(37, 33), Real(37)),
        Smooth<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(1, 600), Real(600, 1)),
        Smooth<MatMul>("torch.matmul(a.transpose(0, 1), b.transpose(0, 1))", x => x[0].Transpose().MatMul(x[1].Transpose()), Real(17, 9), Real(35, 17)),
        Exact<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Real(2, 0), Real(0, 3)),
        Exact<MatMul>("torch.matmul(a, b)", x => x[0].MatMul(x[1]), Whole(-5, 5, 2, 3), Whole(-5, 5, 3, 2)),

        Einsum<MatMul>("bij,bjk->bik", Real(2, 3, 4), Real(2, 4, 2)),
        Einsum<MatMul>("ij,jk", Real(3, 4), Real(4, 2)),
        Einsum<MatMul>("ij,kj->ki", Real(3, 4), Real(2, 4)),
        Einsum<MatMul>("bhqd,bhkd->bhqk", Real(2, 2, 3, 4), Real(2, 2, 5, 4)),
        Einsum<MatMul>("ijkl,klm->mij", Real(2, 3, 2, 3), Real(2, 3, 4)),
        Einsum<MatMul>("i,i->", Real(4), Real(4)),
        Einsum<MatMul>("...ij,jk->...ik", Real(2, 2, 3, 4), Real(4, 2)),
        Einsum<MatMul>("...ij,...jk", Real(2, 1, 3, 4), Real(3, 4, 2)),
        Einsum<MatMul>("ij,j,ik->k", Real(3, 4), Real(4), Real(3, 2)),
        Einsum<MatMul>("bn,anm,bm->ba", Real(2, 3), Real(4, 3, 2), Real(2, 2)),
        Einsum<MatMul>("iij,jk->ik", Real(3, 3, 2), Real(2, 4)),
        Einsum<Mul>("i,j->ij", Real(3), Real(4)),
        Einsum<Mul>("i,j", Real(3), Real(4)),
        Einsum<Mul>("bi,bi->b", Real(3, 4), Real(3, 4)),
        Einsum<Mul>("ij,ij->ji", Real(3, 4), Real(3, 4)),
        Einsum<Mul>("ij,kl->", Real(3, 2), Real(2, 4)),
        Einsum<Mul>("ij,jk->ik", Real(3, 4), Real(1, 2)),
        Einsum<Mul>("ij,ij->ij", Real(3, 1), Real(1, 4)),
        Einsum<Mul>(",->", Real(), Real()),
        Einsum<Mul>("...,...->...", Real(3, 1), Real(2, 1, 4)),
        Einsum<Diagonal>("ii->i", Real(3, 3)),
        Einsum<Diagonal>("ii", Real(3, 3)),
        Einsum<Diagonal>("...ii->...i", Real(2, 3, 3)),
        Einsum<Diagonal>("iiji->j", Real(2, 2, 3, 2)),
        Einsum<Diagonal>("ij,ii->ij", Real(3, 2), Real(1, 1)),
        Einsum<Sum>("ij->", Real(3, 4)),
        Einsum<Sum>("...->", Real(3, 4)),
        Einsum<Sum>("i j k -> k i", Real(2, 3, 4)),
        Einsum<Permute>("ba", Real(3, 4)),
        Einsum<Permute>("ij...->...ji", Real(2, 3, 4)),
        Einsum<Permute>("aB", Real(2, 3)),
    ];

    private static Sample Einsum<TOperation>(string equation, params SampleInput[] inputs) where TOperation : Operation => Smooth<TOperation>(
        $"torch.einsum('{equation}', [{string.Join(", ", "abc"[..inputs.Length].ToCharArray())}])", x => Tensor.Einsum(equation, x), inputs);
}
