namespace Autograd.Tests.Kernels;

/// <summary>Transposed copies, in tiles and beside them, are the elements one by one.</summary>
public class CopyingTests
{
    [Theory]
    [InlineData(16, 16)]
    [InlineData(15, 40)]
    [InlineData(64, 80)]
    [InlineData(97, 35)]
    [InlineData(130, 129)]
    public void Transposed_matrices_have_each_element_in_its_place(int height, int width)
    {
        Check(Tensor.Arange(height * width).Reshape(height, width).Transpose(), (i, j) => j * width + i);
        Check(Tensor.Arange(height * width).Reshape(height, width).Cast(DType.Float32).Transpose(), (i, j) => j * width + i);
        Check(Tensor.Arange(height * width).Reshape(height, width).Cast(DType.Float32).Flip(0).Transpose(), (i, j) => (height - 1 - j) * width + i);
        Check(Tensor.Arange(height * width).Reshape(height, width).Cast(DType.Int32).Flip(1).Transpose(), (i, j) => j * width + width - 1 - i);
        Check(
            Tensor.Arange(3 * height * width).Reshape(3, height, width).Cast(DType.Float32).Transpose(1, 2)[1],
            (i, j) => height * width + j * width + i);

        void Check(Tensor x, Func<int, int, long> expected)
        {
            var values = x.Contiguous().Cast(DType.Int64).ToArray<long>();
            Assert.Equal(from i in Enumerable.Range(0, width) from j in Enumerable.Range(0, height) select expected(i, j), values);
        }
    }
}
