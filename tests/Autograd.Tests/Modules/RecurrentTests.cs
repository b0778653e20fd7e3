using Autograd.Samples;

namespace Autograd.Tests.Modules;

public sealed class RecurrentTests
{
    public static TheoryData<(Action, Type, string)> Mistakes =>
    [
        (() => _ = new Lstm(0, 3), typeof(ArgumentOutOfRangeException), "Lstm: inputs is 0; it must be at least 1. (Parameter 'inputs')\nActual value was 0."),
        (() => _ = new Gru(2, 3, 0), typeof(ArgumentOutOfRangeException), "Gru: layers is 0; it must be at least 1. (Parameter 'layers')\nActual value was 0."),
        (() => _ = new Rnn(2, 3, dropout: 2), typeof(ArgumentOutOfRangeException), "Rnn: dropout is 2; it must be between 0 and 1. (Parameter 'dropout')\nActual value was 2."),
        (() => _ = new LstmCell(2, 0), typeof(ArgumentOutOfRangeException), "LstmCell: hidden is 0; it must be at least 1. (Parameter 'hidden')\nActual value was 0."),
        (() => _ = new Lstm(2, 3, projection: 3), typeof(ArgumentOutOfRangeException),
            "Lstm: projection is 3; it must be at least 0, which is none, and less than hidden, 3. (Parameter 'projection')\nActual value was 3."),
        (() => new Gru(2, 3).Forward(Tensor.Ones([4, 1, 3])), typeof(ShapeException),
            "Gru: input [4, 1, 3] must be [time, batch, inputs], or [time, inputs] for one example, with inputs = 2."),
        (() => new Rnn(2, 3, batchFirst: true).Forward(Tensor.Ones([2])), typeof(ShapeException),
            "Rnn: input [2] must be [batch, time, inputs], or [time, inputs] for one example, with inputs = 2."),
        (() => new Lstm(2, 3).Forward(Tensor.Ones([0, 1, 2])), typeof(ShapeException), "Lstm: input [0, 1, 2] has no time steps; a sequence has one at least."),
        (() => new Gru(2, 3, batchFirst: true).Forward(Tensor.Ones([5, 4, 2]), Tensor.Ones([5, 1, 3])), typeof(ShapeException),
            "Gru: a state has shape [5, 1, 3], and must have [1, 5, 3]: [layers · directions, batch, size], with the batch second also when sequences have it first."),
        (() => new Rnn(2, 3, 2).Forward(Tensor.Ones([4, 2]), Tensor.Ones([1, 3])), typeof(ShapeException),
            "Rnn: a state has shape [1, 3], and must have [2, 3]: [layers · directions, size]."),
        (() => new GruCell(2, 3).Forward(Tensor.Ones([3])), typeof(ShapeException),
            "GruCell: input [3] must be [batch, inputs], or [inputs] for one example, with inputs = 2."),
        (() => new GruCell(2, 3).Forward(Tensor.Ones([4, 2]), Tensor.Ones([3])), typeof(ShapeException),
            "GruCell: a state has shape [3], and must have [4, 3] for input [4, 2]."),
    ];

    [Theory, MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Mistakes_are_explained((Action, Type, string) mistake) => Mistake.AssertExplained(mistake);

    [Fact]
    public void Layers_can_be_differentiated_twice()
    {
        var generator = new Generator(1);
        Module[] modules =
        [
            new Rnn(3, 4, type: DType.Float64, generator: generator), new Lstm(3, 4, 2, isBidirectional: true, type: DType.Float64, generator: generator),
            new Gru(3, 4, type: DType.Float64, generator: generator),
        ];
        foreach (var module in modules)
            GradientCheck.Run(module.Forward, Tensor.Randn([4, 2, 3], DType.Float64, new Generator(2)));
    }

    [Fact]
    public void A_sequence_read_in_two_parts_is_read_as_a_whole()
    {
        var x = Tensor.Randn([7, 2, 3], DType.Float64, new Generator(3));
        var lstm = new Lstm(3, 4, 2, type: DType.Float64);
        var (first, state) = lstm.Forward(x[..3], null);
        var (second, end) = lstm.Forward(x[3..], state);
        var (whole, whole_end) = lstm.Forward(x, null);
        Assert.Equal(whole.ToArray<double>(), Tensor.Concatenate([first, second], 0).ToArray<double>());
        Assert.Equal(whole_end.Cell.ToArray<double>(), end.Cell.ToArray<double>());
        Assert.Equal(whole[-1].ToArray<double>(), end.Hidden[-1].ToArray<double>());
    }

    [Fact]
    public void A_cell_makes_the_steps_of_a_layer()
    {
        var (layer, cell) = (new Gru(3, 4, type: DType.Float64), new GruCell(3, 4, type: DType.Float64));
        cell.LoadState(layer.State().ToDictionary(part => part.Key.Replace("_l0", "", StringComparison.Ordinal), part => part.Value));
        var x = Tensor.Randn([5, 2, 3], DType.Float64, new Generator(4));
        Tensor? hidden = null;
        for (var time = 0; time < 5; time++)
            hidden = cell.Forward(x[time], hidden);
        Assert.Equal(layer.Forward(x)[-1].ToArray<double>(), hidden!.ToArray<double>());
    }

    [Fact]
    public void Settings_are_shown() =>
        Assert.Equal("Lstm(3 → 8, 2 layers, bidirectional, dropout 0.5)", new Lstm(3, 4, 2, dropout: 0.5, isBidirectional: true).ToString());

    [Fact]
    public void An_lstm_learns_a_text_by_heart()
    {
        var (loss, written) = CharacterLstm.Run(TextWriter.Null);
        Assert.InRange(loss, 0, 0.1f);
        Assert.Equal("a gradient flows back along the way that the values came.", written);
    }
}
