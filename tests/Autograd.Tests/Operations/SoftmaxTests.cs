namespace Autograd.Tests.Operations;

/// <summary>What the table of samples does not show of softmax: lines of all lengths in single precision, and the smallest shares.</summary>
public class SoftmaxTests
{
    // Shorter than a vector, whole vectors, with a rest, whole blocks of sums, and beyond.
    [Theory]
    [InlineData(1), InlineData(7), InlineData(8), InlineData(13), InlineData(16), InlineData(31), InlineData(64), InlineData(1000), InlineData(1024), InlineData(1029), InlineData(2100)]
    public void Lines_of_all_lengths_are_shares_of_their_sum(int length)
    {
        var x = Tensor.Randn([3, length], DType.Float64, new Generator((ulong)length)) * 5;
        var single = x.Cast(DType.Float32);
        var growth = single.Cast(DType.Float64).Exp();
        var sum = growth.Sum(1, keepDimensions: true);
        OperationTests.AssertClose(growth / sum, single.Softmax(1), 1e-6);
        OperationTests.AssertClose((growth / sum).Log(), single.LogSoftmax(1), 1e-6);
        OperationTests.AssertClose(sum.Squeeze(1).Log(), single.LogSumExp(1), 1e-6);
        OperationTests.AssertClose(growth / sum, single.Cast(DType.Float64).Softmax(1), 1e-14);
    }

    [Fact]
    public void The_greatest_element_may_be_anywhere()
    {
        for (var place = 0; place < 70; place++)
        {
            var x = new float[70];
            x[place] = 1000;
            Assert.Equal([.. x.Select(value => value / 1000)], Tensor.From(x).Softmax(0).ToArray<float>());
        }
    }

    [Fact]
    public void Shares_below_the_smallest_normal_number_fade_out()
    {
        // e^-90 and e^-100 are subnormal, e^-110 is 0; the line has room for vectors of all widths.
        var x = new float[40];
        x.AsSpan().Fill(-200);
        (x[0], x[17], x[20], x[39]) = (0, -90, -100, -110);
        var shares = Tensor.From(x).Softmax(0).ToArray<float>();
        Assert.Equal((1f, 0f), (shares[0], shares[39]));
        Assert.Equal(Math.Exp(-90), shares[17], 2e-45);
        Assert.Equal(Math.Exp(-100), shares[20], 2e-45);
    }
}
