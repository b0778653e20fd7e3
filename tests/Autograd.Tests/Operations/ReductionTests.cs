namespace Autograd.Tests.Operations;

public class ReductionTests
{
    [Fact]
    public void The_greatest_along_an_axis_knows_its_place()
    {
        var x = new Variable("x", Tensor.From([[1.0, 5, 5], [4, 4, -1]]));
        var max = x.Max(1);
        Assert.Equal([5.0, 4], max.ToArray<double>());
        Assert.Equal([1L, 0], max.Indices.ToArray<long>());
        max.Sum().Backward();
        Assert.Equal([0.0, 1, 0, 1, 0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Over_several_axes_ties_share_the_gradient()
    {
        var x = new Variable("x", Tensor.From([[1.0, 5, 5], [4, 4, 5]]));
        x.Max().Backward();
        Assert.Equal([0, 1 / 3.0, 1 / 3.0, 0, 0, 1 / 3.0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Booleans_have_a_greatest_and_a_least()
    {
        Tensor x = new[] { false, true };
        Assert.Equal((DType.Bool, true), (x.Max().DType, x.Max().Item<bool>()));
        Assert.Equal((DType.Bool, false), (x.Min(0).DType, x.Min(0).Item<bool>()));
        Assert.Equal(1L, x.Max(0).Indices.Item<long>());
        Assert.Equal(0L, x.ArgMin().Item<long>());
    }

    [Fact]
    public void Nothing_has_no_greatest_element()
    {
        var x = Tensor.Zeros(0, 3);
        const string rule = "has size 0, and nothing has no result; give it at least one element.";
        Assert.Equal($"Max: axis 0 of shape [0, 3] {rule}", Assert.Throws<ShapeException>(() => x.Max()).Message);
        Assert.Equal($"Min: axis 0 of shape [0, 3] {rule}", Assert.Throws<ShapeException>(() => x.Min(0)).Message);
        Assert.Equal($"ArgMax: axis 0 of shape [0] {rule}", Assert.Throws<ShapeException>(() => x.ArgMax()).Message);
        Assert.Equal($"Norm: axis 0 of shape [0, 3] {rule}", Assert.Throws<ShapeException>(() => x.Norm(0, double.PositiveInfinity)).Message);
        Assert.Equal([0], x.Max(1).Shape);
    }

    [Fact]
    public void Integers_are_refused_where_PyTorch_refuses_them()
    {
        Tensor x = new[] { 1L, 2 };
        const string rule = "takes floating-point numbers, got Int64; convert with Cast(DType.Float32) first.";
        Assert.Equal($"Variance: {rule}", Assert.Throws<TypeException>(() => x.Variance()).Message);
        Assert.Equal($"StandardDeviation: {rule}", Assert.Throws<TypeException>(() => x.StandardDeviation(0)).Message);
        Assert.Equal($"Norm: {rule}", Assert.Throws<TypeException>(() => x.Norm()).Message);
        Assert.Equal($"Softmax: {rule}", Assert.Throws<TypeException>(() => x.Softmax(0)).Message);
        Assert.Equal($"LogSoftmax: {rule}", Assert.Throws<TypeException>(() => x.LogSoftmax(0)).Message);
    }

    [Fact]
    public void A_product_with_an_infinite_factor_still_has_the_others_gradients()
    {
        // libtorch divides the product by the factor and gets NaN.
        var x = new Variable("x", Tensor.From([double.PositiveInfinity, 2, 3]));
        x.Product().Backward();
        Assert.Equal([6, double.PositiveInfinity, double.PositiveInfinity], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Running_sums_of_single_precision_keep_small_terms()
    {
        var x = Tensor.Full([1 << 20], 0.1f);
        Assert.Equal((1 << 20) * 0.1f, x.CumulativeSum(0).AsSpan<float>()[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_number_of_threads_does_not_change_a_bit(int axis)
    {
        var x = Tensor.Randn([40, 50, 60], generator: new Generator(1));
        Func<Tensor, Tensor>[] functions =
        [
            x => x.Softmax(axis), x => x.LogSoftmax(axis), x => x.Max(axis).Indices, x => x.Max([axis]), x => x.Sort(axis),
            x => x.CumulativeSum(axis), x => x.Variance(axis), x => x.Norm(axis, 3), x => x.LogSumExp(axis), x => x.Product(axis),
        ];
        var before = Computation.Threads;
        try
        {
            foreach (var function in functions)
            {
                Computation.Threads = 1;
                var expected = OperationTests.Doubles(function(x));
                Computation.Threads = 2;
                Assert.Equal(expected, OperationTests.Doubles(function(x)));
            }
        }
        finally
        {
            Computation.Threads = before;
        }
    }
}
