namespace Autograd.Tests.Tensors;

/// <summary>Every way to make a tensor, against PyTorch's values, and the messages to the letter.</summary>
public class CreationTests
{
    [Fact]
    public void From_takes_every_element_type()
    {
        Assert.Equal(DType.Float32, Tensor.From([1f]).DType);
        Assert.Equal(DType.Float64, Tensor.From([1.0]).DType);
        Assert.Equal(DType.Int64, Tensor.From([1L]).DType);
        Assert.Equal(DType.Int32, Tensor.From([1]).DType);
        Assert.Equal(DType.Bool, Tensor.From([true]).DType);
        Assert.Equal("Tensor: elements of type Byte are not supported; use float, double, long, int or bool.",
            Assert.Throws<TypeException>(() => Tensor.From(new byte[1])).Message);
        Assert.Equal("From: elements of type String are not supported; use float, double, long, int or bool.",
            Assert.Throws<TypeException>(() => Tensor.From((Array)new[] { "1" })).Message);
        Assert.Equal("From: elements of type Decimal are not supported; use float, double, long, int or bool.",
            Assert.Throws<TypeException>(() => Tensor.From(new decimal[1, 1])).Message);
    }

    [Fact]
    public void From_takes_a_number() => AssertHolds([], [5L], Tensor.From(5L));

    [Fact]
    public void From_takes_arrays_spans_and_collection_expressions()
    {
        float[] array = [1, 2, 3];
        AssertHolds([3], [1f, 2, 3], Tensor.From(array));
        AssertHolds([3], [1f, 2, 3], Tensor.From([1f, 2f, 3f]));
        AssertHolds([2], [2f, 3], Tensor.From<float>(array.AsSpan(1)));
        AssertHolds([2, 2], [1, 2, 3, 4], Tensor.From([1, 2, 3, 4], [2, 2]));
        AssertHolds([2, 1], [2f, 3], Tensor.From<float>(array.AsSpan(1), [2, 1]));
        AssertHolds([0], Array.Empty<float>(), Tensor.From(Array.Empty<float>()));
        AssertHolds([3, 0], Array.Empty<float>(), Tensor.From(Array.Empty<float>(), [3, 0]));
    }

    [Fact]
    public void From_copies()
    {
        float[] array = [1, 2];
        var x = Tensor.From(array);
        array[0] = 9;
        AssertHolds([2], [1f, 2], x);
    }

    [Fact]
    public void From_takes_rectangular_arrays()
    {
        AssertHolds([2, 3], [1f, 2, 3, 4, 5, 6], Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }));
        AssertHolds([2, 1, 2], [1L, 2, 3, 4], Tensor.From(new long[,,] { { { 1, 2 } }, { { 3, 4 } } }));
        AssertHolds([1, 2, 1, 2], [1.0, 2, 3, 4], Tensor.From(new double[,,,] { { { { 1, 2 } }, { { 3, 4 } } } }));
        AssertHolds([2, 0], Array.Empty<bool>(), Tensor.From(new bool[2, 0]));
    }

    [Fact]
    public void From_takes_jagged_arrays()
    {
        AssertHolds([2, 3], [1f, 2, 3, 4, 5, 6], Tensor.From([[1f, 2, 3], [4f, 5, 6]]));
        AssertHolds([2, 1, 2], [1, 2, 3, 4], Tensor.From(new int[][][] { [[1, 2]], [[3, 4]] }));
        AssertHolds([1, 1, 2, 1], [true, false], Tensor.From(new bool[][][][] { [[[true], [false]]] }));
        AssertHolds([2, 0], Array.Empty<int>(), Tensor.From(new int[][] { [], [] }));
        AssertHolds([0], Array.Empty<int>(), Tensor.From(Array.Empty<int[]>()));
    }

    public static TheoryData<string, Func<Tensor>> ShapeErrors => new()
    {
        { "From: 3 values do not fill shape [2, 2], which has 4 elements.", () => Tensor.From([1, 2, 3], [2, 2]) },
        { "From: ragged array: at depth 1 one array has 2 elements and another 1; all of one depth must be equal.", () => Tensor.From(new int[][] { [1, 2], [3] }) },
        { "From: ragged array: at depth 2 one array has 1 elements and another 2; all of one depth must be equal.",
            () => Tensor.From(new int[][][] { [[1]], [[1, 2]] }) },
        { "From: ragged array: an array at depth 1 is null.", () => Tensor.From(new int[][] { [1], null! }) },
        { "From: an array of arrays whose outer array has several axes; use one kind throughout.", () => Tensor.From((Array)new int[1, 1][]) },
        { "Shape: sizes [2, -1] contain a negative one; every size must be 0 or more.", () => Tensor.Zeros(2, -1) },
        { "Shape: [65536, 65536] has more elements than one tensor can hold (2147483591); split it into several.", () => Tensor.Zeros(65536, 65536) },
        { "Shape: sizes [-1, -1] contain a negative one; every size must be 0 or more.", () => Tensor.Eye(-1) },
        { "Arange: 9,000,000,000 elements are more than one tensor can hold (2147483591).", () => Tensor.Arange(9_000_000_000) },
        { "Arange: 1,000,000,000,000 elements are more than one tensor can hold (2147483591).", () => Tensor.Arange(0.0, 1, 1e-12) },
    };

    [Theory, MemberData(nameof(ShapeErrors), DisableDiscoveryEnumeration = true)]
    public void Sizes_that_do_not_fit_are_named(string message, Func<Tensor> create) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(create).Message);

    [Fact]
    public void Numbers_and_arrays_convert_implicitly()
    {
        Tensor single = 2.5f, whole = 7, flag = true, vector = new[] { 1L, 2 }, matrix = new double[,] { { 1, 2 } };
        AssertHolds([], [2.5f], single);
        AssertHolds([], [7], whole);
        AssertHolds([], [true], flag);
        AssertHolds([2], [1L, 2], vector);
        AssertHolds([1, 2], [1.0, 2], matrix);
    }

    [Fact]
    public void Filled_tensors()
    {
        AssertHolds([2, 2], [0f, 0, 0, 0], Tensor.Zeros(2, 2));
        AssertHolds([2], [1f, 1], Tensor.Ones(2));
        AssertHolds([], [1f], Tensor.Ones());
        AssertHolds([2], [0.0, 0], Tensor.Zeros([2], DType.Float64));
        AssertHolds([2], [2.5f, 2.5f], Tensor.Full([2], 2.5));
        AssertHolds([2], [-2L, -2], Tensor.Full([2], -2.5, DType.Int64));
        AssertHolds([2], [3, 3], Tensor.Full([2], 3, DType.Int32));
        AssertHolds([2], [true, true], Tensor.Full([2], 0.5, DType.Bool));
        AssertHolds([2, 0], Array.Empty<float>(), Tensor.Ones(2, 0));
    }

    [Fact]
    public void Arange_of_whole_numbers()
    {
        AssertHolds([4], [0L, 1, 2, 3], Tensor.Arange(4));
        AssertHolds([3], [2L, 5, 8], Tensor.Arange(2, 9, 3));
        AssertHolds([3], [2L, 5, 8], Tensor.Arange(2, 11, 3));
        AssertHolds([4], [2L, 5, 8, 11], Tensor.Arange(2, 12, 3));
        AssertHolds([3], [5L, 3, 1], Tensor.Arange(5, 0, -2));
        AssertHolds([0], Array.Empty<long>(), Tensor.Arange(0));
        AssertHolds([0], Array.Empty<long>(), Tensor.Arange(5, 5, -1));
        AssertHolds([2], [long.MaxValue - 2, long.MaxValue - 1], Tensor.Arange(long.MaxValue - 2, long.MaxValue));
        AssertHolds([3], [long.MinValue, -1, long.MaxValue - 1], Tensor.Arange(long.MinValue, long.MaxValue, long.MaxValue));
    }

    [Fact]
    public void Arange_of_real_numbers()
    {
        AssertHolds([3], [0f, 1, 2], Tensor.Arange(0.0, 3.0));
        AssertHolds([4], [1.0, 1.5, 2, 2.5], Tensor.Arange(1, 3, 0.5, DType.Float64));
        AssertHolds([3], [1f, 0.75f, 0.5f], Tensor.Arange(1, 0.25, -0.25));
        // PyTorch prints torch.arange(0, 1, 0.1, dtype=torch.float64).tolist() so.
        AssertHolds([10], [0.0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8, 0.9],
            Tensor.Arange(0, 1, 0.1, DType.Float64));
        AssertHolds([10], [0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f], Tensor.Arange(0, 1, 0.1));
        AssertHolds([2], [0, 1], Tensor.Arange(0.0, 2, 1, DType.Int32));
    }

    [Theory]
    [InlineData(0, 1, 0, "Arange: steps of 0 never lead from 0 to 1; all three must be finite, and the step not 0 and of the sign of the distance.")]
    [InlineData(0, 3, -1, "Arange: steps of -1 never lead from 0 to 3; all three must be finite, and the step not 0 and of the sign of the distance.")]
    public void Arange_that_never_arrives_says_so(int start, int end, int step, string message)
    {
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Arange(start, end, step)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Arange((double)start, end, step)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(0, double.PositiveInfinity, 1)]
    [InlineData(0, 1, double.NaN)]
    [InlineData(0, 1, double.PositiveInfinity)]
    public void Arange_takes_finite_numbers(double start, double end, double step) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Arange(start, end, step));

    [Fact]
    public void Linspace_reaches_both_ends()
    {
        AssertHolds([5], [0f, 0.25f, 0.5f, 0.75f, 1], Tensor.Linspace(0, 1, 5));
        AssertHolds([1], [3f], Tensor.Linspace(3, 9, 1));
        AssertHolds([0], Array.Empty<float>(), Tensor.Linspace(3, 9, 0));
        AssertHolds([3], [2.0, 0, -2], Tensor.Linspace(2, -2, 3, DType.Float64));
        // PyTorch prints torch.linspace(-1, 0.3, 7, dtype=torch.float64).tolist() so.
        AssertHolds([7], _linspaceOfPyTorch, Tensor.Linspace(-1, 0.3, 7, DType.Float64));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Linspace(0, 1, -1));
    }

    private static readonly double[] _linspaceOfPyTorch = [-1.0, -0.7833333333333333, -0.5666666666666667, -0.35000000000000003, -0.13333333333333336, 0.08333333333333331, 0.3];

    [Fact]
    public void Eye_is_square_or_not()
    {
        AssertHolds([2, 2], [1f, 0, 0, 1], Tensor.Eye(2));
        AssertHolds([2, 3], [1L, 0, 0, 0, 1, 0], Tensor.Eye(2, 3, DType.Int64));
        AssertHolds([3, 2], [true, false, false, true, false, false], Tensor.Eye(3, 2, DType.Bool));
        AssertHolds([0, 2], Array.Empty<double>(), Tensor.Eye(0, 2, DType.Float64));
    }

    private static void AssertHolds<T>(Shape shape, T[] values, Tensor actual) where T : unmanaged
    {
        Assert.Equal(shape, actual.Shape);
        Assert.Equal(values, actual.ToArray<T>());
    }
}
