using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

/// <summary>Recurrent modules and those of transformers, with the settings that make a difference.</summary>
public static class RecurrentSamples
{
    private static readonly SampleInput _sequence = Real(5, 3, 4);

    public static IReadOnlyList<ModuleSample> All { get; } =
    [
        Reads("nn.RNN(4, 3)", (type, generator) => new Rnn(4, 3, type: type, generator: generator), _sequence),
        Reads("nn.RNN(4, 3, bias=False)", (type, generator) => new Rnn(4, 3, hasBias: false, type: type, generator: generator), Real(5, 4)),
        WithState<Rnn>(
            "nn.RNN(4, 3, num_layers=2, nonlinearity='relu', batch_first=True, bidirectional=True)",
            (type, generator) => new Rnn(4, 3, 2, RnnActivation.Relu, batchFirst: true, isBidirectional: true, type: type, generator: generator),
            (module, inputs) => Join(module.Forward(inputs[0], inputs[1])), Real(3, 5, 4), Real(4, 3, 3)),
        Reads("nn.LSTM(4, 3)", (type, generator) => new Lstm(4, 3, type: type, generator: generator), _sequence),
        Reads("nn.LSTM(4, 17)", (type, generator) => new Lstm(4, 17, type: type, generator: generator), Real(3, 5, 4)),
        Reads("nn.LSTM(4, 6, num_layers=3, dropout=0.4)", (type, generator) => new Lstm(4, 6, 3, dropout: 0.4, type: type, generator: generator), _sequence),
        WithState<Lstm>(
            "nn.LSTM(4, 3, bias=False)", (type, generator) => new Lstm(4, 3, hasBias: false, type: type, generator: generator),
            (module, inputs) => Join(module.Forward(inputs[0], new LstmState(inputs[1], inputs[2]))), Real(5, 4), Real(1, 3), Real(1, 3)),
        WithState<Lstm>(
            "nn.LSTM(4, 3, num_layers=2, batch_first=True, bidirectional=True)",
            (type, generator) => new Lstm(4, 3, 2, batchFirst: true, isBidirectional: true, type: type, generator: generator),
            (module, inputs) => Join(module.Forward(inputs[0], new LstmState(inputs[1], inputs[2]))), Real(3, 5, 4), Real(4, 3, 3), Real(4, 3, 3)),
        WithState<Lstm>(
            "nn.LSTM(4, 6, num_layers=2, bidirectional=True, proj_size=2)",
            (type, generator) => new Lstm(4, 6, 2, isBidirectional: true, projection: 2, type: type, generator: generator),
            (module, inputs) => Join(module.Forward(inputs[0], new LstmState(inputs[1], inputs[2]))), _sequence, Real(4, 3, 2), Real(4, 3, 6)),
        Reads("nn.GRU(4, 3)", (type, generator) => new Gru(4, 3, type: type, generator: generator), _sequence),
        Reads("nn.GRU(4, 17, bias=False)", (type, generator) => new Gru(4, 17, hasBias: false, type: type, generator: generator), Real(5, 4)),
        Reads("nn.GRU(4, 6, num_layers=2, dropout=0.4)", (type, generator) => new Gru(4, 6, 2, dropout: 0.4, type: type, generator: generator), _sequence),
        WithState<Gru>(
            "nn.GRU(4, 3, num_layers=2, batch_first=True, bidirectional=True)",
            (type, generator) => new Gru(4, 3, 2, batchFirst: true, isBidirectional: true, type: type, generator: generator),
            (module, inputs) => Join(module.Forward(inputs[0], inputs[1])), Real(3, 5, 4), Real(4, 3, 3)),
        WithState<RnnCell>(
            "nn.RNNCell(4, 3)", (type, generator) => new RnnCell(4, 3, type: type, generator: generator),
            (module, inputs) => module.Forward(inputs[0], inputs[1]), Real(2, 4), Real(2, 3)),
        Reads("nn.RNNCell(4, 3, nonlinearity='relu')", (type, generator) => new RnnCell(4, 3, RnnActivation.Relu, type: type, generator: generator), Real(2, 4)),
        WithState<LstmCell>(
            "nn.LSTMCell(4, 3)", (type, generator) => new LstmCell(4, 3, type: type, generator: generator),
            (module, inputs) => Join(module.Forward(inputs[0], new LstmState(inputs[1], inputs[2]))), Real(2, 4), Real(2, 3), Real(2, 3)),
        WithState<GruCell>(
            "nn.GRUCell(4, 3)", (type, generator) => new GruCell(4, 3, type: type, generator: generator),
            (module, inputs) => module.Forward(inputs[0], inputs[1]), Real(2, 4), Real(2, 3)),
        WithState<MultiHeadAttention>(
            "nn.MultiheadAttention(8, 2)", (type, generator) => new MultiHeadAttention(8, 2, type: type, generator: generator),
            (module, inputs) => module.Forward(inputs[0], inputs[1], inputs[2]), Real(4, 3, 8), Real(5, 3, 8), Real(5, 3, 8)),
        WithState<MultiHeadAttention>(
            "nn.MultiheadAttention(8, 4, batch_first=True)", (type, generator) => new MultiHeadAttention(8, 4, batchFirst: true, type: type, generator: generator),
            (module, inputs) => module.Forward(inputs[0]), Real(3, 5, 8)),
        WithState<MultiHeadAttention>(
            "nn.MultiheadAttention(8, 2, bias=False, kdim=5, vdim=5)",
            (type, generator) => new MultiHeadAttention(8, 2, hasBias: false, keyWidth: 5, valueWidth: 5, type: type, generator: generator),
            (module, inputs) => Join(module.ForwardWithWeights(inputs[0], inputs[1], inputs[2])), Real(4, 3, 8), Real(5, 3, 5), Real(5, 3, 5)),
        WithState<MultiHeadAttention>(
            "nn.MultiheadAttention(8, 2, dropout=0.3)", (type, generator) => new MultiHeadAttention(8, 2, 0.3, type: type, generator: generator),
            (module, inputs) => module.Forward(inputs[0], inputs[0], inputs[0], isCausal: true), Real(6, 3, 8)),
        WithState<MultiHeadAttention>(
            "nn.MultiheadAttention(6, 3) with masks", (type, generator) => new MultiHeadAttention(6, 3, type: type, generator: generator),
            (module, inputs) => Join(module.ForwardWithWeights(inputs[0], inputs[0], inputs[0], inputs[1], inputs[2])),
            Real(3, 2, 6), Values([2, 3], DType.Bool, 0, 0, 1, 0, 0, 0), Values([3, 3], DType.Bool, 0, 1, 1, 0, 0, 0, 0, 1, 0)),
        Reads(
            "nn.TransformerEncoderLayer(8, 2, 12)", (type, generator) => new TransformerEncoderLayer(8, 2, 12, type: type, generator: generator), Real(5, 3, 8)),
        Reads(
            "nn.TransformerEncoderLayer(8, 2, 12, dropout=0.2, activation='gelu', batch_first=True, norm_first=True)",
            (type, generator) => new TransformerEncoderLayer(
                8, 2, 12, 0.2, TransformerActivation.Gelu, batchFirst: true, isNormFirst: true, type: type, generator: generator),
            Real(3, 5, 8)),
        WithState<TransformerEncoder>(
            "nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, norm_first=True), 3, nn.LayerNorm(8))",
            (type, generator) => new TransformerEncoder(
                layers => new TransformerEncoderLayer(8, 2, 12, isNormFirst: true, type: type, generator: layers), 3, new LayerNorm(8, type: type), generator),
            (module, inputs) => module.Forward(inputs[0], null, isCausal: true), Real(5, 3, 8)),
    ];

    private static ModuleSample Reads(string torch, Func<DType, Generator, Module> create, SampleInput input) =>
        new(torch, create, (module, inputs) => module.Forward(inputs[0]), [input]);

    private static ModuleSample WithState<TModule>(
        string torch, Func<DType, Generator, TModule> create, Func<TModule, Tensor[], Tensor> apply, params SampleInput[] inputs) where TModule : Module =>
        new(torch, create, (module, inputs) => apply((TModule)module, inputs), inputs);

    private static Tensor Join((Tensor, Tensor) results) => ModuleSample.Join(results.Item1, results.Item2);

    private static Tensor Join((Tensor Output, LstmState State) results) => ModuleSample.Join(results.Output, results.State.Hidden, results.State.Cell);

    private static Tensor Join(LstmState state) => ModuleSample.Join(state.Hidden, state.Cell);
}
