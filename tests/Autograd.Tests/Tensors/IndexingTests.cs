namespace Autograd.Tests.Tensors;

/// <summary>C#'s indexers against values worked out by hand, and their messages to the letter. Gradients are checked by the samples.</summary>
public class IndexingTests
{
    // 0..23 as [2, 3, 4]: element [i, j, k] is 12i + 4j + k.
    private static readonly Tensor _x = Tensor.Arange(24).Reshape(2, 3, 4);

    [Fact]
    public void Positions_remove_their_axis()
    {
        AssertIs([[12, 13, 14, 15], [16, 17, 18, 19], [20, 21, 22, 23]], _x[1]);
        AssertIs([8, 9, 10, 11], _x[0, 2]);
        Assert.Equal(23, _x[1, 2, 3].Item<long>());
        Assert.Equal(23, _x[-1, -1, -1].Item<long>());
        Assert.Equal(18, _x[^1, ^2, ^2].Item<long>());
        Assert.Equal(0, _x[^2, ^3, ^4].Item<long>());
    }

    [Fact]
    public void Ranges_keep_their_axis()
    {
        AssertIs([[1, 2], [5, 6], [9, 10]], _x[0, .., 1..3]);
        AssertIs([7, 11], _x[0, 1..3, ^1]);
        AssertIs([[12, 16, 20]], _x[1.., .., 0]);
        AssertIs([[14, 15], [18, 19]], _x[1, ..^1, ^2..]);
        AssertShape([2, 0, 4], _x[.., 3..3]);
        AssertShape([2, 3, 0], _x[.., .., ^0..]);
        Assert.Same(_x, _x[.., TensorIndex.All]);
        Assert.Same(_x, _x[TensorIndex.Ellipsis]);
    }

    [Fact]
    public void Ellipsis_and_new_axes()
    {
        AssertIs([[3, 7, 11], [15, 19, 23]], _x[TensorIndex.Ellipsis, 3]);
        AssertIs([4, 16], _x[TensorIndex.Ellipsis, 1, 0]);
        AssertIs([5, 17], _x[.., TensorIndex.Ellipsis, 1, 1]);
        AssertIs([1, 5, 9], _x[0, TensorIndex.Ellipsis, 1]);
        Assert.Equal(6, _x[0, 1, TensorIndex.Ellipsis, 2].Item<long>());
        AssertIs([[[4, 5, 6, 7]], [[16, 17, 18, 19]]], _x[.., TensorIndex.NewAxis, 1]);
        AssertShape([1, 2, 3, 4, 1], _x[TensorIndex.NewAxis, TensorIndex.Ellipsis, TensorIndex.NewAxis]);
        AssertShape([1], Tensor.From(5L)[TensorIndex.NewAxis]);
    }

    [Fact]
    public void Views_share_memory() => Assert.Same(_x.Storage, _x[0, 1..3, ^1].Storage);

    [Fact]
    public void Tensors_name_positions()
    {
        var v = Tensor.From([10L, 11, 12, 13]);
        AssertIs([13, 10, 13], v[Tensor.From([-1L, 0, 3])]);
        AssertIs([[11, 12], [10, 10]], v[Tensor.From([[1, 2], [0, 0]])]);
        AssertIs([[8, 9, 10, 11], [0, 1, 2, 3]], _x[0, Tensor.From([2L, 0])]);
        AssertIs([[2, 0], [6, 4], [10, 8]], _x[0, .., Tensor.From([2, 0])]);
        Assert.Equal(11, v[Tensor.From(1L)].Item<long>());
        AssertShape([0, 3, 4], _x[Tensor.Zeros([0], DType.Int64)]);
    }

    [Fact]
    public void Several_tensors_are_read_together()
    {
        // [1, 2, :], [0, 1, :]
        AssertIs([[20, 21, 22, 23], [4, 5, 6, 7]], _x[Tensor.From([1L, 0]), Tensor.From([2L, 1])]);
        // Broadcast: rows [0, 2] of column vector against [3, 1].
        AssertIs([[3, 1], [11, 9]], _x[0, Tensor.From([[0L], [2L]]), Tensor.From([3L, 1])]);
        // Not neighbours: their axis comes first, [k, j] = _x[a[k], j, b[k]].
        AssertIs([[2, 6, 10], [12, 16, 20], [15, 19, 23]], _x[Tensor.From([0L, 1, 1]), .., Tensor.From([2L, 0, 3])]);
        // A position between two tensors is taken first and leaves them neighbours, as in PyTorch.
        AssertIs([6, 16, 19], _x[Tensor.From([0L, 1, 1]), 1, Tensor.From([2L, 0, 3])]);
        // A new axis between them keeps them apart.
        AssertShape([3, 1, 4], _x[Tensor.From([0L, 1, 1]), TensorIndex.NewAxis, Tensor.From([2L, 0, 1])]);
    }

    [Fact]
    public void Masks_select()
    {
        AssertIs([13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23], _x[Greater(_x, 12)]);
        AssertIs([[0, 1, 2, 3], [8, 9, 10, 11]], _x[0, Tensor.From([true, false, true])]);
        AssertIs([[4, 5, 6, 7], [20, 21, 22, 23]], _x[Tensor.From([[false, true, false], [false, false, true]])]);
        AssertIs([[[1, 3]], [[13, 15]]], _x[.., ..1, Tensor.From([false, true, false, true])]);
        AssertIs([1, 11], _x[0, Tensor.From([true, false, true]), Tensor.From([1L, 3])]);
        AssertShape([1, 2, 3, 4], _x[Tensor.From(true)]);
        AssertShape([0, 2, 3, 4], _x[Tensor.From(false)]);
        AssertShape([0, 4], _x[Tensor.Zeros([2, 3], DType.Bool)]);
    }

    [Fact]
    public void Gradients_of_positions_read_twice_add_up()
    {
        var w = new Variable("w", Tensor.From([1f, 2f, 3f]));
        w[Tensor.From([2L, 0, 2, 2])].Sum().Backward();
        Assert.Equal([1, 0, 3], w.Gradient!.ToArray<float>());
    }

    [Fact]
    public void The_gradient_of_large_selections_is_the_same_for_every_number_of_threads()
    {
        var indices = Tensor.From<long>([.. Enumerable.Range(0, 5000).Select(i => i * 7919L % 613)]);
        var upstream = Tensor.Linspace(-1, 1, 5000 * 40).Reshape(5000, 40);
        var before = Computation.Threads;
        try
        {
            Computation.Threads = 1;
            var expected = Gradient();
            Computation.Threads = 2;
            Assert.Equal(expected, Gradient());
        }
        finally
        {
            Computation.Threads = before;
        }

        float[] Gradient() => Operation.Run(new IndexAdd(upstream, [613, 40], [0], [indices])).ToArray<float>();
    }

    public static TheoryData<string, Func<Tensor>> Errors => new()
    {
        { "Indexing: index 2 is out of range for axis 0 of shape [2, 3, 4], which has size 2; use -2 to 1.", () => _x[2] },
        { "Indexing: index -5 is out of range for axis 2 of shape [2, 3, 4], which has size 4; use -4 to 3.", () => _x[0, .., -5] },
        { "Indexing: index ^0 is out of range for axis 1 of shape [2, 3, 4], which has size 3; use -3 to 2.", () => _x[0, ^0] },
        { "Indexing: index ^4 is out of range for axis 1 of shape [2, 3, 4], which has size 3; use -3 to 2.", () => _x[0, ^4] },
        { "Indexing: index 0 is out of range for axis 0 of shape [0, 2], which is empty.", () => Tensor.Zeros(0, 2)[0] },
        { "Indexing: index 9 is out of range for axis 1 of shape [2, 3, 4], which has size 3; use -3 to 2.", () => _x[0, Tensor.From(9L)] },
        { "Indexing: [0, 0, 0, 0] names 4 axes, shape [2, 3, 4] has 3; leave some out.", () => _x[0, 0, 0, 0] },
        { "Indexing: [.., TensorIndex.Ellipsis, Bool [3, 4], 1] names 4 axes, shape [2, 3, 4] has 3; leave some out.",
            () => _x[.., TensorIndex.Ellipsis, Tensor.Zeros([3, 4], DType.Bool), 1] },
        { "Indexing: [TensorIndex.Ellipsis, 1, TensorIndex.Ellipsis] has two ellipses; one at most can stand for all axes left over.",
            () => _x[TensorIndex.Ellipsis, 1, TensorIndex.Ellipsis] },
        { "Indexing: range 1..4 does not fit axis 1 of shape [2, 3, 4]; it must lie in 0..3 and run forwards. Slice clips as Python does, and takes a step.",
            () => _x[0, 1..4] },
        { "Indexing: range 2..1 does not fit axis 1 of shape [2, 3, 4]; it must lie in 0..3 and run forwards. Slice clips as Python does, and takes a step.",
            () => _x[0, 2..1] },
        { "Indexing: range ^4..^0 does not fit axis 1 of shape [2, 3, 4]; it must lie in 0..3 and run forwards. Slice clips as Python does, and takes a step.",
            () => _x[0, ^4..] },
        { "Indexing: a mask of shape [2] does not fit shape [2, 3, 4]: its axis 0 has size 2, axis 1 of the tensor has 3; they must be equal.",
            () => _x[0, Tensor.From([true, false])] },
        { "IndexSelect: index 3 is out of range for axis 0 of shape [3, 4], which has size 3; use -3 to 2.", () => _x[0, Tensor.From([0L, 3])] },
        { "IndexSelect (tensors of indices): shapes [2] and [3] do not broadcast: axis -1 has sizes 2 and 3; they must be equal or one of them 1.",
            () => _x[Tensor.From([0L, 1]), Tensor.From([0L, 1, 2])] },
        { "Select: index 3 is out of range for axis 1 of shape [2, 3, 4], which has size 3; use -3 to 2.", () => _x.Select(1, 3) },
        { "Select: axis 3 does not exist in shape [2, 3, 4]; use -3 to 2.", () => _x.Select(3, 0) },
        { "IndexSelect: the indices have shape [1, 1]; give a vector, or write x[indices] for any shape.", () => _x.IndexSelect(0, Tensor.From([[0L]])) },
        { "MaskedSelect: shapes [2, 3, 4] and [3] do not broadcast: axis -1 has sizes 4 and 3; they must be equal or one of them 1.",
            () => _x.MaskedSelect(Tensor.From([true, false, true])) },
        { "Diagonal: axes 0 and -3 of shape [2, 3, 4] are the same; a diagonal runs between two different ones.", () => _x.Diagonal(0, 0, -3) },
        { "Triu: shape [3] is no matrix; it needs at least two axes.", () => Tensor.Zeros(3).Triu() },
        { "Tril: shape [] is no matrix; it needs at least two axes.", () => Tensor.From(1f).Tril() },
        { "OneHot: class 3 does not exist among 3 classes, which are numbered from 0; pass classes above the greatest number.",
            () => Tensor.From([0L, 3]).OneHot(3) },
        { "OneHot: there is no class -1; classes are numbered from 0.", () => Tensor.From([0L, -1]).OneHot() },
        { "OneHot: shape [0] has no elements to tell the number of classes from; pass classes.", () => Tensor.Zeros([0], DType.Int64).OneHot() },
    };

    [Theory, MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_is_named(string message, Func<Tensor> action) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(action).Message);

    [Fact]
    public void Wrong_types_are_named()
    {
        Assert.Equal("Indexing: indices are Int64 or Int32, got Float32; convert with Cast(DType.Int64) first.",
            Assert.Throws<TypeException>(() => _x[Tensor.From([0f])]).Message);
        Assert.Equal("MaskedFill: a mask is Bool, got Int64; compare to get one, or convert with Cast(DType.Bool).",
            Assert.Throws<TypeException>(() => _x.MaskedFill(_x, 0)).Message);
        Assert.Equal("MaskedFill: a tensor of Int64 cannot hold 0.5; convert it with Cast(DType.Float32) first.",
            Assert.Throws<TypeException>(() => _x.MaskedFill(_x.Cast(DType.Bool), 0.5)).Message);
        Assert.Equal("OneHot: indices are Int64 or Int32, got Float32; convert with Cast(DType.Int64) first.",
            Assert.Throws<TypeException>(() => Tensor.Zeros(3).OneHot(3)).Message);
    }

    [Fact]
    public void Selections_carry_no_gradient_for_the_indices()
    {
        var w = new Variable("w", Tensor.From([1f, 2f, 3f]));
        Assert.Equal(2, w[Tensor.From([2L, 0])].Inputs.Count);
        Assert.False(Tensor.From([2L, 0]).OneHot(3).RequiresGradient);
    }

    private static Tensor Greater(Tensor x, long limit) =>
        Tensor.From<bool>([.. x.ToArray<long>().Select(value => value > limit)], x.Shape);

    private static void AssertShape(Shape expected, Tensor actual) => Assert.Equal(expected, actual.Shape);

    private static void AssertIs(Array expected, Tensor actual)
    {
        var tensor = Tensor.From(expected).Cast(DType.Int64);
        Assert.Equal(tensor.Shape, actual.Shape);
        Assert.Equal(tensor.ToArray<long>(), actual.ToArray<long>());
    }

    private static void AssertIs(long[] expected, Tensor actual) => AssertIs((Array)expected, actual);

    private static void AssertIs(long[][] expected, Tensor actual) => AssertIs((Array)expected, actual);

    private static void AssertIs(long[][][] expected, Tensor actual) => AssertIs((Array)expected, actual);
}
