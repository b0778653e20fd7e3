using static Autograd.Tests.Sheet.Numbers;

namespace Autograd.Tests.Sheet;

/// <summary>Question 2: the gradients of a convolution are convolutions, as docs/sheet/2-convolution.md derives it.</summary>
public class Question2Tests
{
    [Fact]
    public void The_formulas_equal_the_operations_gradients_and_central_differences()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var image = new Matrix(random.Next(3, 8), random.Next(3, 8), random);
            var kernel = new Matrix(random.Next(1, image.Rows + 1), random.Next(1, image.Columns + 1), random);
            var upstream = new Matrix(image.Rows - kernel.Rows + 1, image.Columns - kernel.Columns + 1, random);

            var (v, k) = (new Variable("V", image.ToTensor()), new Variable("K", kernel.ToTensor()));
            var z = v.Convolution2d(k);
            z.Backward(upstream.ToTensor());
            AssertClose(Convolve(image, kernel).Values, z.ToArray<double>(), 1e-13);

            // (2): ∂L/∂K_mn = Σ_ij V_{i+m, j+n} G_ij.
            var toKernel = Convolve(image, upstream);
            AssertClose(toKernel.Values, k.Gradient!.ToArray<double>(), 1e-13);
            AssertClose(CentralDifferences(values => Loss(image, kernel with { Values = values }, upstream), kernel.Values), toKernel.Values, 1e-8);

            // (3): ∂L/∂V_mn = Σ_ij G_ij K_{m−i, n−j}.
            var toImage = new Matrix(image.Rows, image.Columns, (m, n) => Sum(upstream, (i, j) => upstream[i, j] * kernel[m - i, n - j]));
            AssertClose(toImage.Values, v.Gradient!.ToArray<double>(), 1e-13);
            AssertClose(CentralDifferences(values => Loss(image with { Values = values }, kernel, upstream), image.Values), toImage.Values, 1e-8);

            // (4): the same with the kernel turned and the gradient padded.
            var turned = new Matrix(kernel.Rows, kernel.Columns, (i, j) => kernel[kernel.Rows - 1 - i, kernel.Columns - 1 - j]);
            var padded = new Matrix(
                upstream.Rows + 2 * (kernel.Rows - 1), upstream.Columns + 2 * (kernel.Columns - 1),
                (i, j) => upstream[i - (kernel.Rows - 1), j - (kernel.Columns - 1)]);
            AssertClose(Convolve(padded, turned).Values, toImage.Values, 1e-13);
        }
    }

    [Fact]
    public void One_element_of_the_result_depends_on_one_of_the_kernel_by_the_pixel_and_on_a_pixel_by_the_element_over_it()
    {
        var random = new Random(1);
        Matrix image = new(5, 4, random), kernel = new(2, 3, random);
        var (v, k) = (new Variable("V", image.ToTensor()), new Variable("K", kernel.ToTensor()));
        var z = v.Convolution2d(k);
        for (var i = 0; i < z.Shape[2]; i++)
        {
            for (var j = 0; j < z.Shape[3]; j++)
            {
                var gradients = Gradients.Of(z[0, 0, i, j], [v, k], keepGraph: true);
                // ∂Z_ij/∂V_mn = K_{m−i, n−j}, and 0 where the kernel does not reach; ∂Z_ij/∂K_mn = V_{i+m, j+n}.
                Assert.Equal(new Matrix(5, 4, (m, n) => kernel[m - i, n - j]).Values, gradients[0]!.ToArray<double>());
                Assert.Equal(new Matrix(2, 3, (m, n) => image[i + m, j + n]).Values, gradients[1]!.ToArray<double>());
            }
        }
    }

    [Fact]
    public void With_stride_and_dilation_they_change_places_for_the_kernel()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (stride, dilation) = (random.Next(1, 4), random.Next(1, 4));
            Matrix kernel = new(random.Next(1, 4), random.Next(1, 4), random), upstream = new(random.Next(1, 4), random.Next(1, 4), random);
            // As small as the windows allow, so that none of the image stays unseen.
            var image = new Matrix(
                stride * (upstream.Rows - 1) + dilation * (kernel.Rows - 1) + 1, stride * (upstream.Columns - 1) + dilation * (kernel.Columns - 1) + 1, random);
            var k = new Variable("K", kernel.ToTensor());
            image.ToTensor().Convolution2d(k, stride: stride, dilation: dilation).Backward(upstream.ToTensor());

            var expected = new Matrix(
                kernel.Rows, kernel.Columns, (m, n) => Sum(upstream, (i, j) => image[stride * i + dilation * m, stride * j + dilation * n] * upstream[i, j]));
            AssertClose(expected.Values, k.Gradient!.ToArray<double>(), 1e-13);
            AssertClose(expected.Values, image.ToTensor().Convolution2d(upstream.ToTensor(), stride: dilation, dilation: stride).ToArray<double>(), 1e-13);
        }
    }

    private static double Loss(Matrix image, Matrix kernel, Matrix upstream)
    {
        var z = Convolve(image, kernel);
        return Sum(z, (i, j) => upstream[i, j] * z[i, j]);
    }

    /// <summary>Z_ij = Σ_kl V_{i+k, j+l} K_kl, as the sheet defines it.</summary>
    private static Matrix Convolve(Matrix image, Matrix kernel) =>
        new(image.Rows - kernel.Rows + 1, image.Columns - kernel.Columns + 1, (i, j) => Sum(kernel, (k, l) => image[i + k, j + l] * kernel[k, l]));

    private static double Sum(Matrix over, Func<int, int, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < over.Rows; i++)
        {
            for (var j = 0; j < over.Columns; j++)
                sum += term(i, j);
        }
        return sum;
    }

    /// <summary>A matrix that is 0 outside: no edge effects.</summary>
    private sealed record Matrix(int Rows, int Columns, double[] Values)
    {
        public Matrix(int rows, int columns, Random random) : this(rows, columns, Draw(random, rows * columns)) { }

        public Matrix(int rows, int columns, Func<int, int, double> element)
            : this(rows, columns, [.. Enumerable.Range(0, rows * columns).Select(place => element(place / columns, place % columns))]) { }

        public double this[int row, int column] => row >= 0 && row < Rows && column >= 0 && column < Columns ? Values[row * Columns + column] : 0;

        public Tensor ToTensor() => Tensor.From(Values, [1, 1, Rows, Columns]);
    }
}
