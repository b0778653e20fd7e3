namespace Autograd.Tests.Tensors;

/// <summary>Values print as PyTorch prints them; the strings are PyTorch's own, but for the names after the values.</summary>
public class TensorDisplayTests
{
    // A row is the tensor and what PyTorch prints for it.
    private static IEnumerable<(Tensor Tensor, string Text)> Printed =>
    [
        (Tensor.From([1f, 2f, 3f]), "tensor([1., 2., 3.])"),
        (Tensor.From([1f, 2.5f, 3f]), "tensor([1.0000, 2.5000, 3.0000])"),
        (Tensor.From(3f), "tensor(3.)"),
        (Tensor.From(-0.0f), "tensor(-0.)"),
        (Tensor.From(3.14159265), "tensor(3.1416, type=Float64)"),
        (Tensor.From(7L), "tensor(7)"),
        (Tensor.From(true), "tensor(True)"),
        (Tensor.From(1e10), "tensor(1.0000e+10, type=Float64)"),
        (Tensor.From([[1f, 2f], [3f, 4f]]), """
            tensor([[1., 2.],
                    [3., 4.]])
            """),
        (Tensor.Arange(24).Reshape(2, 3, 4), """
            tensor([[[ 0,  1,  2,  3],
                     [ 4,  5,  6,  7],
                     [ 8,  9, 10, 11]],

                    [[12, 13, 14, 15],
                     [16, 17, 18, 19],
                     [20, 21, 22, 23]]])
            """),
        (Tensor.Arange(16).Cast(DType.Float32).Reshape(2, 2, 2, 2), """
            tensor([[[[ 0.,  1.],
                      [ 2.,  3.]],

                     [[ 4.,  5.],
                      [ 6.,  7.]]],


                    [[[ 8.,  9.],
                      [10., 11.]],

                     [[12., 13.],
                      [14., 15.]]]])
            """),
        (Tensor.From([1, -20, 300]), "tensor([  1, -20, 300], type=Int32)"),
        (Tensor.From([1L, -20L, 300L]), "tensor([  1, -20, 300])"),
        (Tensor.From([long.MinValue, long.MaxValue]), "tensor([-9223372036854775808,  9223372036854775807])"),
        (Tensor.From([true, false, true]), "tensor([ True, False,  True])"),
        (Tensor.From([[true, true], [false, false]]), """
            tensor([[ True,  True],
                    [False, False]])
            """),
        (Tensor.From([1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity]), "tensor([1., nan, inf, -inf])"),
        (Tensor.From([1.5f, float.NaN, float.NegativeInfinity]), "tensor([1.5000,    nan,   -inf])"),
        (Tensor.From([float.NaN, float.NaN]), "tensor([nan, nan])"),
        (Tensor.From([float.NaN, 0f, float.NegativeInfinity]), "tensor([nan, 0., -inf])"),
        (Tensor.Zeros(3), "tensor([0., 0., 0.])"),
        (Tensor.Zeros(2, 50), """
            tensor([[0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0.,
                     0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0.,
                     0., 0.],
                    [0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0.,
                     0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0., 0.,
                     0., 0.]])
            """),
        (Tensor.From([-0.0f, 0f, -5f]), "tensor([-0.,  0., -5.])"),
        (Tensor.From([1e-5f, 1f]), "tensor([1.0000e-05, 1.0000e+00])"),
        (Tensor.From([1e-4f, 0.01f]), "tensor([1.0000e-04, 1.0000e-02])"),
        (Tensor.From([1e-4, 0.01]), "tensor([0.0001, 0.0100], type=Float64)"),
        (Tensor.From([0.001f, 1f]), "tensor([0.0010, 1.0000])"),
        (Tensor.From([0.001, 1.0]), "tensor([0.0010, 1.0000], type=Float64)"),
        (Tensor.From([0.5f, 500f]), "tensor([  0.5000, 500.0000])"),
        (Tensor.From([0.5f, 500.5f]), "tensor([5.0000e-01, 5.0050e+02])"),
        (Tensor.From([1f, 1000f]), "tensor([   1., 1000.])"),
        (Tensor.From([1f, 1001f]), "tensor([1.0000e+00, 1.0010e+03])"),
        (Tensor.From([1e8f, 2e8f]), "tensor([1.0000e+08, 2.0000e+08])"),
        (Tensor.From([1e8f, 1e8f]), "tensor([100000000., 100000000.])"),
        (Tensor.From([123456789.0, 100000000.0]), "tensor([1.2346e+08, 1.0000e+08], type=Float64)"),
        (Tensor.From([1e300, 1e-300, 0]), "tensor([1.0000e+300, 1.0000e-300,  0.0000e+00], type=Float64)"),
        (Tensor.From([1e300, -1e-5, double.NaN]), "tensor([1.0000e+300, -1.0000e-05,         nan], type=Float64)"),
        (Tensor.From([double.Epsilon]), "tensor([4.9407e-324], type=Float64)"),
        (Tensor.From([0.03125, 0.09375, 0.15625]), "tensor([0.0312, 0.0938, 0.1562], type=Float64)"),
        (Tensor.From([-0.03125f, 2.00005f]), "tensor([-0.0312,  2.0001])"),
        (Tensor.From([100005.0, 100015.0, 100025.0, 1.0]), "tensor([1.0000e+05, 1.0002e+05, 1.0002e+05, 1.0000e+00], type=Float64)"),
        (Tensor.From([99999.5, 0.5]), "tensor([1.0000e+05, 5.0000e-01], type=Float64)"),
        (Tensor.From([0.99995f, 0.99996f]), "tensor([0.9999, 1.0000])"),
        (Tensor.Arange(1001), "tensor([   0,    1,    2,  ...,  998,  999, 1000])"),
        (Tensor.Arange(0.0, 1001), "tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])"),
        (Tensor.Arange(2002).Reshape(2, 1001), """
            tensor([[   0,    1,    2,  ...,  998,  999, 1000],
                    [1001, 1002, 1003,  ..., 1999, 2000, 2001]])
            """),
        (Tensor.Arange(2002).Reshape(1001, 2), """
            tensor([[   0,    1],
                    [   2,    3],
                    [   4,    5],
                    ...,
                    [1996, 1997],
                    [1998, 1999],
                    [2000, 2001]])
            """),
        (Tensor.Arange(1200).Reshape(2, 100, 6), """
            tensor([[[   0,    1,    2,    3,    4,    5],
                     [   6,    7,    8,    9,   10,   11],
                     [  12,   13,   14,   15,   16,   17],
                     ...,
                     [ 582,  583,  584,  585,  586,  587],
                     [ 588,  589,  590,  591,  592,  593],
                     [ 594,  595,  596,  597,  598,  599]],

                    [[ 600,  601,  602,  603,  604,  605],
                     [ 606,  607,  608,  609,  610,  611],
                     [ 612,  613,  614,  615,  616,  617],
                     ...,
                     [1182, 1183, 1184, 1185, 1186, 1187],
                     [1188, 1189, 1190, 1191, 1192, 1193],
                     [1194, 1195, 1196, 1197, 1198, 1199]]])
            """),
        (Tensor.Linspace(0, 1, 30), """
            tensor([0.0000, 0.0345, 0.0690, 0.1034, 0.1379, 0.1724, 0.2069, 0.2414, 0.2759,
                    0.3103, 0.3448, 0.3793, 0.4138, 0.4483, 0.4828, 0.5172, 0.5517, 0.5862,
                    0.6207, 0.6552, 0.6897, 0.7241, 0.7586, 0.7931, 0.8276, 0.8621, 0.8966,
                    0.9310, 0.9655, 1.0000])
            """),
        (Tensor.Linspace(0, 1, 60).Reshape(3, 20), """
            tensor([[0.0000, 0.0169, 0.0339, 0.0508, 0.0678, 0.0847, 0.1017, 0.1186, 0.1356,
                     0.1525, 0.1695, 0.1864, 0.2034, 0.2203, 0.2373, 0.2542, 0.2712, 0.2881,
                     0.3051, 0.3220],
                    [0.3390, 0.3559, 0.3729, 0.3898, 0.4068, 0.4237, 0.4407, 0.4576, 0.4746,
                     0.4915, 0.5085, 0.5254, 0.5424, 0.5593, 0.5763, 0.5932, 0.6102, 0.6271,
                     0.6441, 0.6610],
                    [0.6780, 0.6949, 0.7119, 0.7288, 0.7458, 0.7627, 0.7797, 0.7966, 0.8136,
                     0.8305, 0.8475, 0.8644, 0.8814, 0.8983, 0.9153, 0.9322, 0.9492, 0.9661,
                     0.9831, 1.0000]])
            """),
        (Tensor.Linspace(0, 1, 60).Reshape(20, 3).Transpose(), """
            tensor([[0.0000, 0.0508, 0.1017, 0.1525, 0.2034, 0.2542, 0.3051, 0.3559, 0.4068,
                     0.4576, 0.5085, 0.5593, 0.6102, 0.6610, 0.7119, 0.7627, 0.8136, 0.8644,
                     0.9153, 0.9661],
                    [0.0169, 0.0678, 0.1186, 0.1695, 0.2203, 0.2712, 0.3220, 0.3729, 0.4237,
                     0.4746, 0.5254, 0.5763, 0.6271, 0.6780, 0.7288, 0.7797, 0.8305, 0.8814,
                     0.9322, 0.9831],
                    [0.0339, 0.0847, 0.1356, 0.1864, 0.2373, 0.2881, 0.3390, 0.3898, 0.4407,
                     0.4915, 0.5424, 0.5932, 0.6441, 0.6949, 0.7458, 0.7966, 0.8475, 0.8983,
                     0.9492, 1.0000]])
            """),
        (Tensor.Arange(30).Cast(DType.Float64), """
            tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,
                    14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,
                    28., 29.], type=Float64)
            """),
        (Tensor.Arange(27).Cast(DType.Float64), """
            tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,
                    14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26.],
                   type=Float64)
            """),
        (Tensor.Arange(26).Cast(DType.Int32), """
            tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
                    18, 19, 20, 21, 22, 23, 24, 25], type=Int32)
            """),
        (Tensor.Linspace(0, 1, 8, DType.Float64), """
            tensor([0.0000, 0.1429, 0.2857, 0.4286, 0.5714, 0.7143, 0.8571, 1.0000],
                   type=Float64)
            """),
        (Tensor.Zeros(0), "tensor([])"),
        (Tensor.Zeros(0, 3), "tensor([], shape=[0, 3])"),
        (Tensor.Zeros([2, 0], DType.Float64), "tensor([], shape=[2, 0], type=Float64)"),
        (Tensor.Zeros([0], DType.Int64), "tensor([], type=Int64)"),
        (Tensor.Zeros([0], DType.Bool), "tensor([], type=Bool)"),
        (Tensor.Ones(1, 1, 1), "tensor([[[1.]]])"),
        (Tensor.From([2f]).Expand(2, 3), """
            tensor([[2., 2., 2.],
                    [2., 2., 2.]])
            """),
        (Tensor.Arange(6).Flip(), "tensor([5, 4, 3, 2, 1, 0])"),
        (new Variable("w", Tensor.Ones(2)), "tensor([1., 1.], variable='w')"),
        (new Variable("w", Tensor.From(0.5f)), "tensor(0.5000, variable='w')"),
        (new Variable("w", Tensor.From([1.5, 2.5])), "tensor([1.5000, 2.5000], type=Float64, variable='w')"),
        (new Variable("w", Tensor.From([1f, 2f])) + 1, "tensor([2., 3.], operation=Add)"),
        (new Variable("w", Tensor.From([[1f, 2f], [3f, 4f]])).MatMul(Tensor.Ones(2, 2)), """
            tensor([[3., 3.],
                    [7., 7.]], operation=MatMul)
            """),
        ((new Variable("w", Tensor.From([1f, 2f])) + 1).Sum(), "tensor(5., operation=Sum)"),
        ((new Variable("w", Tensor.From([1f, 2f])) + 1).Detach(), "tensor([2., 3.])"),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Printed.Count())];

    [Theory, MemberData(nameof(Rows))]
    public void Prints_as_PyTorch_does(int row)
    {
        var (tensor, text) = Printed.ElementAt(row);
        Assert.Equal(text.ReplaceLineEndings("\n"), tensor.ToString());
    }

    [Fact]
    public void Up_to_1000_elements_are_all_printed() => Assert.DoesNotContain("...", Tensor.Arange(1000).ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_follows_the_values_wraps_at_80_characters()
    {
        var fits = new Variable(new string('w', 50), Tensor.From([1f, 2f]));
        Assert.Equal($"tensor([1., 2.], variable='{fits.Name}')", fits.ToString());
        var wraps = new Variable(new string('w', 51), Tensor.From([1f, 2f]));
        Assert.Equal($"tensor([1., 2.],\n       variable='{wraps.Name}')", wraps.ToString());
    }

    [Fact]
    public void The_debugger_shows_what_the_values_are_like()
    {
        Assert.Equal("Input (Float32 [4]), min -1, max 3, mean 1, 1 NaN", Tensor.From([-1f, 3f, 1f, float.NaN]).DebuggerText);
        Assert.Equal("Input (Float32 [2]), 2 NaN", Tensor.From([float.NaN, float.NaN]).DebuggerText);
        Assert.Equal("Variable 'w' (Float64 [1, 1]), tensor([[2.5000]], type=Float64, variable='w')", new Variable("w", Tensor.From([[2.5]])).DebuggerText);
        Assert.Equal("Transpose (Int64 [3, 2]), min 0, max 5, mean 2.5, 0 NaN", Tensor.Arange(6).Reshape(2, 3).Transpose().DebuggerText);
        Assert.Equal("Input (Bool [3]), min 0, max 1, mean 0.666667, 0 NaN", Tensor.From([true, false, true]).DebuggerText);
        Assert.Equal("Input (Float32 [2, 0]), no elements", Tensor.Zeros(2, 0).DebuggerText);
        Assert.Equal("Contiguous (Float32 [2]), not run", new Contiguous(Tensor.Zeros(2)).DebuggerText);
        Assert.Equal("Input (Float32 [1000, 1000]), min 1, max 1, mean 1, 0 NaN in every 15th element", Tensor.Ones(1000, 1000).DebuggerText);
    }
}
