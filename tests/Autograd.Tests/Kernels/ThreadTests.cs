using Autograd.Tests.Operations;

namespace Autograd.Tests.Kernels;

/// <summary>Work large enough to be shared gives the same bits for every number of threads.</summary>
public class ThreadTests
{
    private static readonly Dictionary<string, (Shape Shape, Func<Tensor, Tensor> Apply)> _work = new()
    {
        ["sum of all"] = ([300_001], x => x.Sum()),
        ["sum down"] = ([1000, 301], x => x.Sum(0)),
        ["sum across"] = ([1000, 301], x => x.Sum(1)),
        ["sum of a middle axis"] = ([17, 301, 67], x => x.Sum(1)),
        ["variance"] = ([1000, 301], x => x.Variance(0)),
        ["norm"] = ([1000, 301], x => x.Norm(axis: 1)),
        ["greatest with its place"] = ([1000, 301], x => x.Max(0)),
        ["softmax across"] = ([1000, 301], x => x.Softmax(1)),
        ["layer norm"] = ([1000, 301], x => x.LayerNorm(1, x[0], x[1])),
        ["rms norm"] = ([1000, 301], x => x.RmsNorm(1, x[0])),
        ["group norm"] = ([70, 6, 19, 17], x => x.GroupNorm(3, x[0, .., 0, 0], x[1, .., 0, 0])),
        ["group norm of a matrix"] = ([300, 602], x => x.GroupNorm(2, x[0], x[1])),
        ["instance norm"] = ([70, 6, 19, 17], x => x.InstanceNorm(x[0, .., 0, 0], x[1, .., 0, 0])),
        ["batch norm"] = ([70, 6, 19, 17], x => x.BatchNorm(x[0, .., 0, 0], x[1, .., 0, 0])),
        ["batch norm of a matrix"] = ([1000, 301], x => x.BatchNorm(x[0], x[1])),
        ["softmax down"] = ([1000, 301], x => x.Softmax(0)),
        ["running sum"] = ([301, 1000], x => x.CumulativeSum(1)),
        ["sort"] = ([301, 1000], x => x.Sort(0)),
        ["matrix product"] = ([301, 303], x => x.MatMul(x.Transpose())),
        ["matrix times vector"] = ([3001, 103], x => x.MatMul(x[0])),
        ["transposed matrix times vector"] = ([103, 3001], x => x.Transpose().MatMul(x[.., 0])),
        ["stack of products"] = ([7, 101, 103], x => x.MatMul(x.Transpose())),
        ["attention"] = ([9, 131, 33], x => x.ScaledDotProductAttention(x, x)),
        ["attention of one long sequence"] = ([2500, 8], x => x.ScaledDotProductAttention(x, x, isCausal: true)),
        ["attention with a mask"] = ([9, 70, 68], x => x.ScaledDotProductAttention(x, x, x[0].MatMul(x[1].Transpose()))),
        ["convolution"] = ([9, 6, 33, 35], x => x.Convolution2d(x.Slice(2, 0, 3).Slice(3, 0, 3), stride: (1, 2), padding: 1)),
        ["convolution of many filters with a stride"] = ([16, 16, 33, 35], x => x.Convolution2d(x.Slice(2, 0, 3).Slice(3, 0, 3), stride: 2, padding: 1)),
        ["convolution of groups"] = ([9, 6, 33, 35], x => x.Convolution2d(x.Slice(2, 0, 3).Slice(3, 0, 3).Slice(1, 0, 2), groups: 3)),
        ["depthwise convolution"] = ([9, 6, 33, 35], x => x.Convolution2d(x.Slice(2, 0, 3).Slice(3, 0, 3).Slice(0, 0, 6).Slice(1, 0, 1), groups: 6)),
        ["convolution of pixels"] = ([9, 64, 23, 25], x => x.Convolution2d(x.Slice(2, 0, 1).Slice(3, 0, 1))),
        ["convolution of 3×3"] = ([16, 16, 33, 35], x => x.Convolution2d(x.Slice(2, 0, 3).Slice(3, 0, 3), padding: 1)),
        ["convolution of 5×5"] = ([16, 16, 33, 35], x => x.Convolution2d(x.Slice(2, 0, 5).Slice(3, 0, 5), padding: 1)),
        ["transposed convolution"] = ([9, 6, 33, 35], x => x.ConvolutionTransposed2d(x.Slice(2, 0, 3).Slice(3, 0, 3).Transpose(0, 1), stride: 2)),
        ["broadcast row"] = ([1000, 301], x => x * x[0]),
        ["transposed copy"] = ([1000, 301], x => x.Transpose().Contiguous()),
        ["max pooling"] = ([3, 7, 101, 103], x => x.MaxPool2d(3, 2, 1)),
        ["max pooling of few windows"] = ([3, 7, 101, 103], x => x.MaxPool2d((3, 40))),
        ["average pooling"] = ([3, 7, 101, 103], x => x.AveragePool2d(3, 2, 1)),
        ["adaptive pooling"] = ([3, 7, 101, 103], x => x.AdaptiveAveragePool2d((7, 10))),
        ["unfolding"] = ([3, 7, 51, 53], x => x.Unfold2d(3)),
        ["interpolation"] = ([3, 7, 101, 103], x => x.Interpolate((120, 90), InterpolationMode.Linear)),
        ["cross entropy"] = ([1000, 301], x => x.CrossEntropy(Tensor.Arange(1000).Remainder(301))),
    };

    public static TheoryData<string> Names => [.. _work.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_the_same_bits_for_every_number_of_threads(string name)
    {
        var (shape, apply) = _work[name];
        var values = Tensor.Randn(shape, generator: new Generator(1));
        var before = Computation.Threads;
        try
        {
            var (value, gradient) = Run(1);
            for (var threads = 2; threads <= 5; threads++)
                Assert.Equal((value, gradient), Run(threads), BitsComparer.Instance);
        }
        finally
        {
            Computation.Threads = before;
        }

        (double[] Value, double[] Gradient) Run(int threads)
        {
            Computation.Threads = threads;
            var x = new Variable("x", values);
            var y = apply(x);
            (y * y).Sum().Backward();
            return (OperationTests.Doubles(y), OperationTests.Doubles(x.Gradient!));
        }
    }

    private sealed class BitsComparer : IEqualityComparer<(double[] Value, double[] Gradient)>
    {
        public static readonly BitsComparer Instance = new();

        public bool Equals((double[] Value, double[] Gradient) x, (double[] Value, double[] Gradient) y) =>
            x.Value.SequenceEqual(y.Value) && x.Gradient.SequenceEqual(y.Gradient);

        public int GetHashCode((double[] Value, double[] Gradient) x) => x.Value.Length;
    }
}
