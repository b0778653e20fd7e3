using CsCheck;

namespace Autograd.Tests.Operations;

public class OrderingTests
{
    [Fact]
    public void Sorting_is_stable_and_agrees_with_the_base_library() =>
        Gen.Select(Gen.Double.Select(Math.Round).Array[0, 300], Gen.Bool).Sample((values, isDescending) =>
        {
            var order = Enumerable.Range(0, values.Length).ToArray();
            var expected = isDescending ? order.OrderByDescending(i => values[i]) : order.OrderBy(i => values[i]);
            Assert.Equal(expected.Select(i => (long)i), Tensor.From(values).ArgSort(descending: isDescending).ToArray<long>());
        });

    [Fact]
    public void Integers_of_every_size_sort() =>
        Gen.Select(Gen.Long.Array[1, 200], Gen.Int.Array[1, 200]).Sample((longs, ints) =>
        {
            Assert.Equal(longs.Order(), Tensor.From(longs).Sort().ToArray<long>());
            Assert.Equal(ints.OrderDescending(), Tensor.From(ints).Sort(descending: true).ToArray<int>());
        });

    [Fact]
    public void The_top_k_are_the_first_of_the_sorted() =>
        Gen.Select(Gen.Float.Array[1, 200], Gen.Int[0, 200], Gen.Bool).Sample((values, count, isLargest) =>
        {
            Tensor x = values;
            var k = Math.Min(count, values.Length);
            var top = x.TopK(k, largest: isLargest);
            var sorted = x.Sort(descending: isLargest);
            Assert.Equal(sorted.Slice(0, 0, k).ToArray<float>(), top.ToArray<float>());
            Assert.Equal(sorted.Indices.Slice(0, 0, k).ToArray<long>(), top.Indices.ToArray<long>());
        });

    [Fact]
    public void More_than_there_are_cannot_be_picked() => Assert.Equal(
        "TopK: k is 4, axis 1 of shape [2, 3] has 3 elements; use 0 to 3.", Assert.Throws<ShapeException>(() => Tensor.Zeros(2, 3).TopK(4)).Message);

    [Fact]
    public void An_index_out_of_range_is_named_with_its_axis()
    {
        var x = Tensor.Zeros(2, 3);
        Tensor index = new[,] { { 0L, 3 } };
        Assert.Equal(
            "Gather: index 3 is out of range for axis 1 of size 3; use 0 to 2.", Assert.Throws<ShapeException>(() => x.Gather(1, index)).Message);
        Assert.Equal(
            "ScatterAdd: index 3 is out of range for axis 0 of size 2; use 0 to 1.",
            Assert.Throws<ShapeException>(() => x.ScatterAdd(0, index, Tensor.Ones(1, 2))).Message);
        Assert.Equal(
            "Gather: index 0 is out of range for axis 1, which has size 0.",
            Assert.Throws<ShapeException>(() => Tensor.Zeros(2, 0).Gather(1, Tensor.Zeros([1, 1], DType.Int64))).Message);
    }

    [Fact]
    public void An_index_must_fit_the_tensor()
    {
        var x = Tensor.Zeros(2, 3);
        Assert.Equal(
            "Gather: the index has shape [3], the tensor [2, 3]; give one index per element, in a tensor of the same rank.",
            Assert.Throws<ShapeException>(() => x.Gather(1, Tensor.Zeros([3], DType.Int64))).Message);
        Assert.Equal(
            "Gather: the index has shape [3, 1], the tensor [2, 3]: in axis 0 the index has size 3, at most 2 fits; only axis 1, which it points along, may be longer.",
            Assert.Throws<ShapeException>(() => x.Gather(1, Tensor.Zeros([3, 1], DType.Int64))).Message);
        Assert.Equal(
            "Gather: an index is Int64 or Int32, got Float32; convert with Cast(DType.Int64) first.",
            Assert.Throws<TypeException>(() => x.Gather(1, Tensor.Zeros(2, 3))).Message);
        Assert.Equal(
            "ScatterAdd: the index has shape [2, 2], the source [2, 1]: axis 1 of the source has size 1, the index needs 2.",
            Assert.Throws<ShapeException>(() => x.ScatterAdd(1, Tensor.Zeros([2, 2], DType.Int64), Tensor.Zeros(2, 1))).Message);
        Assert.Equal(
            "ScatterAdd: the tensor is Float32, the source Float64; convert one of them with Cast first.",
            Assert.Throws<TypeException>(() => x.ScatterAdd(1, Tensor.Zeros([2, 2], DType.Int64), Tensor.Zeros([2, 2], DType.Float64))).Message);
    }
}
