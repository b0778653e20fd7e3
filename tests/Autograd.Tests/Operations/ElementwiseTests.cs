namespace Autograd.Tests.Operations;

/// <summary>What the table of samples cannot say of elementwise operations: errors, and results that are the input itself.</summary>
public class ElementwiseTests
{
    private static readonly Tensor _integers = Tensor.From([-7, 0, 7]);
    private static readonly Tensor _booleans = Tensor.From([true, false, true]);

    [Fact]
    public void Integers_need_no_rounding()
    {
        Assert.Same(_integers, _integers.Floor());
        Assert.Same(_integers, _integers.Ceiling());
        Assert.Same(_integers, _integers.Round());
        Assert.Same(_integers, _integers.Truncate());
    }

    [Fact]
    public void Booleans_have_no_difference() => AssertMessage<TypeException>(
        "Sub: Bool − Int32: booleans have no difference; use Xor or Not, or convert with Cast(DType.Int64) first.",
        () => _booleans - _integers);

    [Fact]
    public void Numbers_less_booleans_are_refused_too() => AssertMessage<TypeException>(
        "Sub: Int32 − Bool: booleans have no difference; use Xor or Not, or convert with Cast(DType.Int64) first.",
        () => 1 - _booleans);

    [Fact]
    public void Integers_have_no_negative_powers() => AssertMessage<ArgumentOutOfRangeException>(
        "Pow: negative powers of integers are fractions, Input (Int32 [3]) cannot hold them; convert with Cast(DType.Float32) first. "
            + "(Parameter 'exponent')\nActual value was -2.",
        () => _integers.Pow(-2));

    [Fact]
    public void A_real_exponent_makes_integers_real() => Assert.Equal([0.25f, 0.5f], Tensor.From([4, 2]).Pow(-1.0).ToArray<float>());

    [Fact]
    public void Integers_cannot_be_divided_by_zero()
    {
        Assert.Throws<DivideByZeroException>(() => _integers % 0);
        Assert.Throws<DivideByZeroException>(() => _integers.FloorDivide(0));
    }

    [Fact]
    public void The_least_integer_wraps()
    {
        var least = Tensor.From([long.MinValue, long.MinValue, long.MinValue, long.MinValue, long.MinValue]);
        long[] expected = [long.MinValue, long.MinValue, long.MinValue, long.MinValue, long.MinValue];
        Assert.Equal(expected, least.Abs().ToArray<long>());
        Assert.Equal(expected, least.FloorDivide(-1).ToArray<long>());
        Assert.Equal(new long[5], (least % -1).ToArray<long>());
        Assert.Equal(long.MinValue, least.Slice(0, 0, 1).Abs().Item<long>());
    }

    [Fact]
    public void Clamping_needs_a_bound()
    {
        const string Expected = "Clamp: neither min nor max is given; give at least one of them.";
        AssertMessage<ArgumentException>(Expected, () => _integers.Clamp((long?)null));
        AssertMessage<ArgumentException>(Expected, () => _integers.Clamp((double?)null));
    }

    [Fact]
    public void Clamping_integers_is_exact_beyond_doubles()
    {
        const long Bound = (1L << 53) + 1;
        Assert.Equal([Bound], Tensor.From([long.MaxValue]).Clamp(max: Bound).ToArray<long>());
    }

    [Fact]
    public void Hardtanh_needs_bounds_in_order() => AssertMessage<ArgumentException>(
        "Hardtanh: min is 2 and max 1; min must not be above max. (Parameter 'min')", () => Tensor.Ones(3).Hardtanh(2, 1));

    [Fact]
    public void Where_asks_for_a_condition() => AssertMessage<TypeException>(
        "Where: the condition is Int32, it must be Bool; compare it with something, or convert with Cast(DType.Bool).",
        () => Tensor.Where(_integers, 1, 2));

    [Fact]
    public void Where_broadcasts_all_three()
    {
        var exception = Assert.Throws<ShapeException>(() => Tensor.Where(_booleans, Tensor.Ones(2), 0));
        Assert.StartsWith("Where:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparisons_name_the_shapes_that_do_not_meet()
    {
        var exception = Assert.Throws<ShapeException>(() => Tensor.Ones(2) < Tensor.Ones(3));
        Assert.StartsWith("Less:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Negative_zero_is_the_lesser_of_two()
    {
        double[] zeros = [0, -0.0, 0, -0.0, 0, -0.0, 0];
        var (left, right) = (Tensor.From(zeros), -Tensor.From(zeros));
        Assert.All(left.Minimum(right).ToArray<double>(), zero => Assert.True(double.IsNegative(zero)));
        Assert.All(left.Maximum(right).ToArray<double>(), zero => Assert.False(double.IsNegative(zero)));
    }

    [Fact]
    public void Infinite_gradients_do_not_leak_to_the_side_not_chosen()
    {
        var x = new Variable("x", Tensor.From([-1.0, 4.0]));
        Tensor.Where(x > 0, x.Maximum(0).Sqrt(), 0).Sum().Backward();
        Assert.Equal([0, 0.25], x.Gradient!.ToArray<double>());
    }

    private static void AssertMessage<TException>(string expected, Func<Tensor> action) where TException : Exception =>
        Assert.Equal(expected, Assert.Throws<TException>(action).Message);
}
