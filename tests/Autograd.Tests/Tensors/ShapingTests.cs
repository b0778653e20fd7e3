namespace Autograd.Tests.Tensors;

/// <summary>What the samples do not see of the shape operations: what shares memory, what is returned as it is, and the messages.</summary>
public class ShapingTests
{
    private static readonly Tensor _x = Tensor.Arange(12).Reshape(3, 4);

    [Fact]
    public void Shapes_are_written_as_lists_or_as_numbers()
    {
        var x = Tensor.Arange(6);
        Assert.Equal<Shape>([2, 3], x.Reshape(2, 3).Shape);
        Assert.Equal<Shape>([2, 3], x.Reshape([2, 3]).Shape);
        Assert.Equal<Shape>([2, 3], x.Reshape([2, -1]).Shape);
        Assert.Equal<Shape>([4, 6], x.Expand(4, 6).Shape);
        Assert.Equal<Shape>([4, 6], x.Expand([4, 6]).Shape);
    }

    [Fact]
    public void Views_share_memory()
    {
        Assert.All([_x.Transpose(), _x.Flip(), _x.Slice(1, 1, step: 2), _x.Diagonal(), _x.Select(0, 1), _x.Unsqueeze(1), _x.Expand(2, 3, 4), _x.Flatten(), _x.Split(2)[1]],
            view => Assert.Same(_x.Storage, view.Storage));
        Assert.Same(_x.Storage, _x.Transpose().Unsqueeze(1).Storage);
        Assert.NotSame(_x.Storage, _x.Transpose().Reshape(12).Storage);
    }

    [Fact]
    public void Nothing_to_do_returns_the_tensor_itself()
    {
        Assert.All([_x.Reshape(3, 4), _x.Expand(3, 4), _x.Contiguous(), _x.Cast(DType.Int64), _x.Squeeze(0), _x.Slice(0), _x.Chunk(1)[0], _x.Pad([]), _x.Flatten(0, 0)],
            same => Assert.Same(_x, same));
    }

    [Fact]
    public void Parts_have_the_sizes_of_PyTorchs()
    {
        Assert.Equal([2, 2, 1], Sizes(Tensor.Zeros(5).Split(2)));
        Assert.Equal([5], Sizes(Tensor.Zeros(5).Split(9)));
        Assert.Equal([0], Sizes(Tensor.Zeros(0).Split(2)));
        Assert.Equal([2, 0, 3], Sizes(Tensor.Zeros(5).Split([2, 0, 3])));
        Assert.Equal([2, 2, 1], Sizes(Tensor.Zeros(5).Chunk(3)));
        Assert.Equal([2, 2, 2], Sizes(Tensor.Zeros(6).Chunk(4)));       // fewer than asked for
        Assert.Equal([1, 1], Sizes(Tensor.Zeros(2).Chunk(5)));
        Assert.Equal([0, 0, 0], Sizes(Tensor.Zeros(0).Chunk(3)));

        static int[] Sizes(Tensor[] parts) => [.. parts.Select(part => part.Count)];
    }

    [Fact]
    public void Padding_starts_at_the_innermost_axis()
    {
        var x = Tensor.From([[1, 2, 3], [4, 5, 6]]);
        Assert.Equal([9, 1, 2, 3, 9, 9, 9, 4, 5, 6, 9, 9, 9, 9, 9, 9, 9, 9], x.Pad([1, 2, 0, 1], value: 9).ToArray<int>());
        Assert.Equal([0, 0, 0, 2, 3, 0], x.Pad([-1, 1, 1, -1]).ToArray<int>());
        Assert.Equal([3, 2, 1, 2, 3, 2, 6, 5, 4, 5, 6, 5], x.Pad([2, 1], PadMode.Reflect).ToArray<int>());
        Assert.Equal([1, 1, 2, 3, 3, 3, 4, 4, 5, 6, 6, 6], x.Pad([1, 2], PadMode.Replicate).ToArray<int>());
        Assert.Equal([3, 1, 2, 3, 1, 6, 4, 5, 6, 4], x.Pad([1, 1], PadMode.Circular).ToArray<int>());
        Assert.Equal([4, 5, 6, 1, 2, 3, 4, 5, 6], x.Pad([0, 0, 1, 0], PadMode.Reflect).ToArray<int>());
    }

    [Fact]
    public void Casts_to_integers_saturate_as_csharp_does()
    {
        var x = Tensor.From([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 3e9, -3e9, 1e19]);
        Assert.Equal([0, int.MaxValue, int.MinValue, int.MaxValue, int.MinValue, int.MaxValue], x.Cast(DType.Int32).ToArray<int>());
        Assert.Equal([0, long.MaxValue, long.MinValue, 3_000_000_000, -3_000_000_000, long.MaxValue], x.Cast(DType.Int64).ToArray<long>());
    }

    [Fact]
    public void A_cast_needs_no_values_for_its_gradient()
    {
        var w = new Variable("w", Tensor.From([1f, 2f]));
        var y = w.Cast(DType.Float64).Sum();
        w.Assign(Tensor.From([3f, 4f]));
        y.Backward();
        Assert.Equal([1, 1], w.Gradient!.ToArray<float>());
    }

    public static TheoryData<string, Func<object>> Errors => new()
    {
        { "Flatten: axis 1 lies behind axis 0 in shape [3, 4]; give the first axis to join, then the last.", () => _x.Flatten(1, 0) },
        { "Flatten: axis 2 does not exist in shape [3, 4]; use -2 to 1.", () => _x.Flatten(2) },
        { "Flip: axis -1 is named twice in [1, -1]; name each axis once.", () => _x.Flip(1, -1) },
        { "Stack: tensor 0 has shape [3, 4] and tensor 1 [4]; all must be the same. Concatenate joins along an axis that exists.", () => Tensor.Stack([_x, _x[0]]) },
        { "Stack: axis 3 does not exist in the result of tensors of shape [3, 4]; use -3 to 2.", () => Tensor.Stack([_x], 3) },
        { "Concatenate: tensor 0 has shape [3, 4] and tensor 1 [4, 3]; they must have the same rank and differ only in axis 0.", () => Tensor.Concatenate([_x, _x.Transpose()]) },
        { "Concatenate: axis 0 does not exist in a scalar; shape [] has no axes.", () => Tensor.Concatenate([_x[0, 0], _x[0, 1]]) },
        { "Split: parts of size 0 never cover axis 0 of shape [3, 4]; use a size of 1 or more.", () => _x.Split(0) },
        { "Split: sizes [1, 1] add up to 2, axis 0 of shape [3, 4] has 3; they must be equal.", () => _x.Split([1, 1]) },
        { "Split: sizes [4, -1] contain a negative one; every size must be 0 or more.", () => _x.Split([4, -1]) },
        { "Chunk: shape [3, 4] cannot be cut into 0 parts; ask for 1 or more.", () => _x.Chunk(0) },
        { "Pad: [1, 2, 3] does not fit shape [3, 4]; give a pair (before, after) for each axis, the innermost first, for at most 2 axes.", () => _x.Pad([1, 2, 3]) },
        { "Pad: [1, 1, 1, 1, 1, 1] does not fit shape [3, 4]; give a pair (before, after) for each axis, the innermost first, for at most 2 axes.",
            () => _x.Pad([1, 1, 1, 1, 1, 1]) },
        { "Pad: padding (-3, -2) cuts more off axis 1 of shape [3, 4] than its size 4.", () => _x.Pad([-3, -2]) },
        { "Pad: padding (4, 0) is too much for axis 1 of shape [3, 4] in mode Reflect, which can add 3 on each side.", () => _x.Pad([4, 0], PadMode.Reflect) },
        { "Pad: padding (0, 5) is too much for axis 1 of shape [3, 4] in mode Circular, which can add 4 on each side.", () => _x.Pad([0, 5], PadMode.Circular) },
        { "Pad: padding (1, 0) is too much for axis 0 of shape [0] in mode Replicate, which can add 0 on each side.", () => Tensor.Zeros(0).Pad([1, 0], PadMode.Replicate) },
        { "Pad: padding (-1, 0) is negative for axis 1 of shape [3, 4]; only PadMode.Constant cuts off, use Slice before Reflect.", () => _x.Pad([-1, 0], PadMode.Reflect) },
        { "Tile: counts [2, -1] contain a negative one; every count must be 0 or more.", () => _x.Tile(2, -1) },
        { "Reshape: [3, 4] has 12 elements, [5] has 5; they must be the same.", () => _x.Reshape(5) },
        { "Reshape: [-1, -1] leaves two sizes open; only one may be -1.", () => _x.Reshape(-1, -1) },
        { "Reshape: [3, 4] has 12 elements, which [5, -1] cannot hold: they do not divide by 5.", () => _x.Reshape(5, -1) },
        { "Permute: [0] names 1 axes, shape [3, 4] has 2; name each once.", () => _x.Permute(0) },
        { "Permute: axis 0 is named twice in [0, 0]; name each axis once.", () => _x.Permute(0, 0) },
        { "Unsqueeze: axis 3 does not exist in the result of shape [3, 4] with one axis more; use -3 to 2.", () => _x.Unsqueeze(3) },
        { "Squeeze: axis 2 does not exist in shape [3, 4]; use -2 to 1.", () => _x.Squeeze(2) },
        { "Expand: [3, 4] does not expand to [3, 5]: axis -1 has size 4, and only an axis of size 1 can grow to 5.", () => _x.Expand(3, 5) },
        { "Expand: [3, 4] has 2 axes, the target [4] only 1; it needs at least as many.", () => _x.Expand(4) },
        { "Slice: the step is 0, which never gets anywhere; use 1 for every element, -1 for all of them backwards.", () => _x.Slice(0, step: 0) },
        { "Einsum: 'ij->k' has 'k' in the result but in no tensor; name an axis of a tensor.", () => Tensor.Einsum("ij->k", _x) },
        { "Einsum: 'ij,jk->ik' names the axes of 2 tensors, got 1; separate tensors by commas.", () => Tensor.Einsum("ij,jk->ik", _x) },
        { "Einsum: 'i1->i': '1' at position 1 cannot stand there: an equation consists of letters, ',', '...' and '->'.", () => Tensor.Einsum("i1->i", _x) },
        { "Einsum: 'ij->ii': 'i' at position 5 cannot stand there: the result names each letter once.", () => Tensor.Einsum("ij->ii", _x) },
        { "Einsum: 'ij->i,j': ',' at position 5 cannot stand there: the result follows a single '->' and is one tensor.", () => Tensor.Einsum("ij->i,j", _x) },
        { "Einsum: 'ij->i->j': '-' at position 5 cannot stand there: the result follows a single '->' and is one tensor.", () => Tensor.Einsum("ij->i->j", _x) },
        { "Einsum: '...i...': '.' at position 4 cannot stand there: one '...' at most stands for the other axes of a tensor.", () => Tensor.Einsum("...i...", _x) },
        { "Einsum: 'i.j': '.' at position 1 cannot stand there: an equation consists of letters, ',', '...' and '->'.", () => Tensor.Einsum("i.j", _x) },
        { "Einsum: 'i->i' names 1 axes of tensor 0, its shape [3, 4] has 2; name each, or write ... for the others.", () => Tensor.Einsum("i->i", _x) },
        { "Einsum: '...ijk' names 3 axes of tensor 0, its shape [3, 4] has 2; name fewer.", () => Tensor.Einsum("...ijk", _x) },
        { "Einsum: 'ij,ij': 'i' has size 3 in tensor 0 and 4 in tensor 1; they must be equal or one of them 1.", () => Tensor.Einsum("ij,ij", _x, _x.Transpose()) },
        { "Einsum: 'ii': 'i' takes a diagonal of tensor 0, but between sizes 3 and 4; they must be equal.", () => Tensor.Einsum("ii", _x) },
        { "Einsum: 'i...,j...': axis -1 of '...' has size 4 in tensor 0 and 3 in tensor 1; they must be equal or one of them 1.",
            () => Tensor.Einsum("i...,j...", _x, _x.Transpose()) },
    };

    [Theory, MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void What_does_not_fit_is_named(string message, Func<object> action)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Equal(message, exception.ParamName is null ? exception.Message : exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_types_are_named()
    {
        Assert.Equal("Pad: a tensor of Int64 cannot hold 0.5; convert it with Cast(DType.Float32) first.",
            Assert.Throws<TypeException>(() => _x.Pad([1, 1], value: 0.5)).Message);
        Assert.Equal("Einsum: tensor 0 is Int64 and tensor 1 Float32; convert one of them with Cast first.",
            Assert.Throws<TypeException>(() => Tensor.Einsum("ij,ij", _x, Tensor.Zeros(3, 4))).Message);
    }
}
