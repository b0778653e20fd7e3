namespace Autograd.Tests.Tensors;

/// <summary>Every way to read a tensor, from layouts with and without gaps, and the messages to the letter.</summary>
public class ReadingTests
{
    private static readonly Tensor _x = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);

    [Fact]
    public void Item_reads_a_single_element_of_any_rank()
    {
        Assert.Equal(2.5f, Tensor.From(2.5f).Item<float>());
        Assert.Equal(2.5f, Tensor.From([2.5f], [1, 1, 1]).Item<float>());
        Assert.Equal(6f, _x[1, 2].Item<float>());
        Assert.True(Tensor.From(true).Item<bool>());
    }

    [Fact]
    public void Item_widens_but_never_narrows()
    {
        Assert.Equal(2.5, Tensor.From(2.5f).Item<double>());
        Assert.Equal(3.0, Tensor.From(3).Item<double>());
        Assert.Equal(3L, Tensor.From(3).Item<long>());
        Assert.Equal("Item: Input (Float64 []) cannot be read as float without loss; read it as double or convert with Cast first.",
            Assert.Throws<TypeException>(() => Tensor.From(2.5).Item<float>()).Message);
        Assert.Equal("Item: Input (Int64 []) cannot be read as double without loss; read it as long or convert with Cast first.",
            Assert.Throws<TypeException>(() => Tensor.From(2L).Item<double>()).Message);
        Assert.Equal("Item: Input (Int64 []) cannot be read as int without loss; read it as long or convert with Cast first.",
            Assert.Throws<TypeException>(() => Tensor.From(2L).Item<int>()).Message);
    }

    [Fact]
    public void Item_reads_no_more_than_one_element()
    {
        Assert.Equal("Item: Input (Float32 [2, 3]) has 6 elements, only a single one can be read; index first, or use ToArray.",
            Assert.Throws<ShapeException>(() => _x.Item<float>()).Message);
        Assert.Equal("Item: Input (Float32 [0]) has 0 elements, only a single one can be read; index first, or use ToArray.",
            Assert.Throws<ShapeException>(() => (float)Tensor.Zeros(0)).Message);
    }

    [Fact]
    public void Explicit_conversions_convert_as_csharp_does()
    {
        Assert.Equal(2.5f, (float)Tensor.From(2.5));
        Assert.Equal(2, (int)Tensor.From(2.9));
        Assert.Equal(-2L, (long)Tensor.From(-2.9f));
        Assert.Equal(7, (int)Tensor.From(7L));
        Assert.Equal(1.0, (double)Tensor.From(true));
        Assert.Equal(5.0, (double)Tensor.From(5L));
        Assert.True((bool)Tensor.From(0.5f));
        Assert.False((bool)Tensor.From(0));
        Assert.Equal(6, (int)_x[1, 2]);
        Assert.Equal(6, (float)_x[1, 2]);
    }

    [Fact]
    public void ToArray_goes_row_by_row_through_any_layout()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], _x.ToArray<float>());
        Assert.Equal([1, 4, 2, 5, 3, 6], _x.Transpose().ToArray<float>());
        Assert.Equal([6, 5, 4, 3, 2, 1], _x.Flip().ToArray<float>());
        Assert.Equal([2, 5], _x[.., 1].ToArray<float>());
        Assert.Equal([2, 2, 5, 5], _x[.., 1..2].Expand(2, 2).ToArray<float>());
        Assert.Equal([1, 5], _x.Diagonal().ToArray<float>());
        Assert.Equal([7], Tensor.From(7f).ToArray<float>());
        Assert.Empty(Tensor.Zeros(2, 0).ToArray<float>());
        Assert.Equal("ToArray: Input (Float32 [2, 3]) has elements of type float, asked for double; convert with Cast(DType.Float64) first.",
            Assert.Throws<TypeException>(() => _x.ToArray<double>()).Message);
    }

    [Theory]
    [InlineData(70, 40, 1)]
    [InlineData(32, 33, 3)]
    [InlineData(129, 31, 2)]
    public void Large_transposed_layouts_are_read_in_blocks(int rows, int columns, int matrices)
    {
        var x = Tensor.Arange(matrices * rows * columns).Reshape(matrices, rows, columns);
        AssertElements(x.Transpose(), (i, j, k) => (i * rows + k) * columns + j);
        AssertElements(x.Permute(2, 0, 1), (i, j, k) => (j * rows + k) * columns + i);
        AssertElements(x.Permute(2, 1, 0), (i, j, k) => (k * rows + j) * columns + i);
        AssertElements(x.Transpose().Flip(2), (i, j, k) => (i * rows + rows - 1 - k) * columns + j);

        static void AssertElements(Tensor tensor, Func<int, int, int, long> element)
        {
            var values = tensor.ToArray<long>();
            for (var at = 0; at < values.Length; at++)
                Assert.Equal(element(at / tensor.Shape[2] / tensor.Shape[1], at / tensor.Shape[2] % tensor.Shape[1], at % tensor.Shape[2]), values[at]);
        }
    }

    [Fact]
    public void CopyTo_needs_room()
    {
        Span<float> target = stackalloc float[7];
        _x.CopyTo(target);
        Assert.Equal([1, 2, 3, 4, 5, 6, 0], target);
        Assert.StartsWith("CopyTo: Input (Float32 [2, 3]) has 6 elements, the target has room for 5.",
            Assert.Throws<ArgumentException>(() => _x.CopyTo(new float[5].AsSpan())).Message, StringComparison.Ordinal);
        Assert.Equal("CopyTo: Input (Float32 [2, 3]) has elements of type float, asked for long; convert with Cast(DType.Int64) first.",
            Assert.Throws<TypeException>(() => _x.CopyTo(new long[6].AsSpan())).Message);
    }

    [Fact]
    public void AsSpan_shows_elements_that_lie_one_after_another()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], _x.AsSpan<float>());
        Assert.Equal([4, 5, 6], _x[1].AsSpan<float>());
        Assert.Equal([7], Tensor.From(7f).AsSpan<float>());
        Assert.Empty(Tensor.Zeros(0).AsSpan<float>().ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], _x.Transpose().Contiguous().AsSpan<float>());
        Assert.Equal("AsSpan: the elements of Transpose (Float32 [3, 2]) do not lie one after another (it is a view); call Contiguous() first, or use ToArray.",
            Assert.Throws<ShapeException>(() => _x.Transpose().AsSpan<float>()).Message);
        Assert.Equal("AsSpan: Input (Float32 [2, 3]) has elements of type float, asked for int; convert with Cast(DType.Int32) first.",
            Assert.Throws<TypeException>(() => _x.AsSpan<int>()).Message);
        Assert.Equal("Tensor: elements of type Byte are not supported; use float, double, long, int or bool.",
            Assert.Throws<TypeException>(() => _x.AsSpan<byte>()).Message);
    }
}
