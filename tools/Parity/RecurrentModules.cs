using static TorchSharp.torch;
using TorchModule = TorchSharp.torch.nn.Module;
using TorchTensor = TorchSharp.torch.Tensor;

namespace Autograd.Parity;

/// <summary>
/// libtorch's side of the tests' recurrent modules and transformers. Its own transformer layers draw their first weights twice, and cannot normalize first;
/// PyTorch's, which are written in Python, are composed here of libtorch's attention, dense layers and normalizations in the same order.
/// </summary>
internal static class RecurrentModules
{
    public static IReadOnlyDictionary<string, (Func<TorchModule> Create, Func<TorchModule, TorchTensor[], TorchTensor> Apply)> All { get; } =
        new Dictionary<string, (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>)>
        {
            ["nn.RNN(4, 3)"] = Rnn(() => nn.RNN(4, 3)),
            ["nn.RNN(4, 3, bias=False)"] = Rnn(() => nn.RNN(4, 3, bias: false)),
            ["nn.RNN(4, 3, num_layers=2, nonlinearity='relu', batch_first=True, bidirectional=True)"] =
                Rnn(() => nn.RNN(4, 3, 2, nn.NonLinearities.ReLU, batchFirst: true, bidirectional: true)),
            ["nn.LSTM(4, 3)"] = Lstm(() => nn.LSTM(4, 3)),
            ["nn.LSTM(4, 17)"] = Lstm(() => nn.LSTM(4, 17)),
            ["nn.LSTM(4, 6, num_layers=3, dropout=0.4)"] = Lstm(() => nn.LSTM(4, 6, 3, dropout: 0.4)),
            ["nn.LSTM(4, 3, bias=False)"] = Lstm(() => nn.LSTM(4, 3, bias: false)),
            ["nn.LSTM(4, 3, num_layers=2, batch_first=True, bidirectional=True)"] = Lstm(() => nn.LSTM(4, 3, 2, batchFirst: true, bidirectional: true)),
            ["nn.LSTM(4, 6, num_layers=2, bidirectional=True, proj_size=2)"] = Of(() => new ProjectedLstm(4, 6, 2, 2), (module, x) => module.Call(x[0], x[1], x[2])),
            ["nn.GRU(4, 3)"] = Gru(() => nn.GRU(4, 3)),
            ["nn.GRU(4, 17, bias=False)"] = Gru(() => nn.GRU(4, 17, bias: false)),
            ["nn.GRU(4, 6, num_layers=2, dropout=0.4)"] = Gru(() => nn.GRU(4, 6, 2, dropout: 0.4)),
            ["nn.GRU(4, 3, num_layers=2, batch_first=True, bidirectional=True)"] = Gru(() => nn.GRU(4, 3, 2, batchFirst: true, bidirectional: true)),
            ["nn.RNNCell(4, 3)"] = Of(() => nn.RNNCell(4, 3), (module, x) => module.call(x[0], x[1])),
            ["nn.RNNCell(4, 3, nonlinearity='relu')"] = Of(() => nn.RNNCell(4, 3, nn.NonLinearities.ReLU), (module, x) => module.call(x[0], zeros_like(x[0])[.., ..3])),
            ["nn.LSTMCell(4, 3)"] = Of(() => nn.LSTMCell(4, 3), (module, x) =>
            {
                var (hidden, cell) = module.call(x[0], (x[1], x[2]));
                return Join(hidden, cell);
            }),
            ["nn.GRUCell(4, 3)"] = Of(() => nn.GRUCell(4, 3), (module, x) => module.call(x[0], x[1])),
            ["nn.MultiheadAttention(8, 2)"] = Of(() => nn.MultiheadAttention(8, 2), (module, x) => Attend(module, x[0], x[1], x[2])),
            ["nn.MultiheadAttention(8, 4, batch_first=True)"] = Of(() => nn.MultiheadAttention(8, 4), (module, x) =>
            {
                var sequence = x[0].transpose(0, 1);
                return Attend(module, sequence, sequence, sequence).transpose(0, 1);
            }),
            ["nn.MultiheadAttention(8, 2, bias=False, kdim=5, vdim=5)"] = Of(
                () => nn.MultiheadAttention(8, 2, bias: false, kdim: 5, vdim: 5),
                (module, x) => AttendWithWeights(module, x[0], x[1], x[2], null, null)),
            ["nn.MultiheadAttention(8, 2, dropout=0.3)"] = Of(
                () => nn.MultiheadAttention(8, 2, 0.3), (module, x) => Attend(module, x[0], x[0], x[0], NotBehind(x[0].shape[0]))),
            ["nn.MultiheadAttention(6, 3) with masks"] = Of(
                () => nn.MultiheadAttention(6, 3), (module, x) => AttendWithWeights(module, x[0], x[0], x[0], x[1].to(@bool), Blocked(x[2]))),
            ["nn.TransformerEncoderLayer(8, 2, 12)"] = Of(() => new EncoderLayer(8, 2, 12, 0.1, false, false, false), (module, x) => module.Call(x[0], null)),
            ["nn.TransformerEncoderLayer(8, 2, 12, dropout=0.2, activation='gelu', batch_first=True, norm_first=True)"] = Of(
                () => new EncoderLayer(8, 2, 12, 0.2, true, true, true), (module, x) => module.Call(x[0], null)),
            ["nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12, norm_first=True), 3, nn.LayerNorm(8))"] = Of(
                () => new Encoder(3, () => new EncoderLayer(8, 2, 12, 0.1, false, false, true), 8), (module, x) => module.Call(x[0], NotBehind(x[0].shape[0]))),
        };

    private static (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>) Of<TModule>(Func<TModule> create, Func<TModule, TorchTensor[], TorchTensor> apply)
        where TModule : TorchModule => (create, (module, inputs) => apply((TModule)module, inputs));

    private static (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>) Rnn(Func<TorchSharp.Modules.RNN> create) => Of(create, (module, x) =>
    {
        x = Batched(x);
        var (output, hidden) = module.call(x[0], x.ElementAtOrDefault(1));
        return x.Length == 1 ? output.squeeze(1) : Join(output, hidden);
    });

    private static (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>) Gru(Func<TorchSharp.Modules.GRU> create) => Of(create, (module, x) =>
    {
        x = Batched(x);
        var (output, hidden) = module.call(x[0], x.ElementAtOrDefault(1));
        return x.Length == 1 ? output.squeeze(1) : Join(output, hidden);
    });

    private static (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>) Lstm(Func<TorchSharp.Modules.LSTM> create) => Of(create, (module, x) =>
    {
        x = Batched(x);
        var (output, hidden, cell) = module.call(x[0], x.Length == 1 ? null : (x[1], x[2]));
        return x.Length == 1 ? output.squeeze(1) : Join(output, hidden, cell);
    });

    // libtorch's modules, unlike PyTorch's, take batches only.
    private static TorchTensor[] Batched(TorchTensor[] x) => x[0].dim() == 3 ? x : [.. x.Select(tensor => tensor.unsqueeze(1))];

    private static TorchTensor Join(params TorchTensor[] results) => cat([.. results.Select(result => result.flatten())]);

    /// <summary>−∞ above the diagonal. libtorch's module adds every mask; only PyTorch's takes booleans.</summary>
    private static TorchTensor NotBehind(long places) => Blocked(ones(places, places).triu(1));

    private static TorchTensor Blocked(TorchTensor mask) => zeros(mask.shape, float64).masked_fill(mask.to(@bool), double.NegativeInfinity);

    private static TorchTensor Attend(TorchSharp.Modules.MultiheadAttention module, TorchTensor query, TorchTensor key, TorchTensor value, TorchTensor? mask = null) =>
        module.call(query, key, value, null, false, mask).Item1;

    private static TorchTensor AttendWithWeights(
        TorchSharp.Modules.MultiheadAttention module, TorchTensor query, TorchTensor key, TorchTensor value, TorchTensor? padding, TorchTensor? mask)
    {
        var (output, weights) = module.call(query, key, value, padding, true, mask);
        return Join(output, weights);
    }

    /// <summary>Both ways through layers with projections, which TorchSharp's module does not have; libtorch's function does.</summary>
    private sealed class ProjectedLstm : TorchModule
    {
        private readonly List<TorchSharp.Modules.Parameter> _weights = [];
        private readonly int _layers;

        public ProjectedLstm(long inputs, long hidden, int layers, long projection) : base("LSTM")
        {
            _layers = layers;
            for (var layer = 0; layer < layers; layer++)
            {
                foreach (var ending in new[] { $"_l{layer}", $"_l{layer}_reverse" })
                {
                    Add("weight_ih" + ending, 4 * hidden, layer == 0 ? inputs : 2 * projection);
                    Add("weight_hh" + ending, 4 * hidden, projection);
                    Add("bias_ih" + ending, 4 * hidden);
                    Add("bias_hh" + ending, 4 * hidden);
                    Add("weight_hr" + ending, projection, hidden);
                }
            }
            foreach (var weight in _weights)
                nn.init.uniform_(weight, -1 / Math.Sqrt(hidden), 1 / Math.Sqrt(hidden));
        }

        public TorchTensor Call(TorchTensor x, TorchTensor hidden, TorchTensor cell)
        {
            var names = string.Join(", ", _weights.Select((_, i) => $"w{i}"));
            using var unit = jit.compile(
                $"def expression(x, h, c, {names}):\n    y = torch.lstm(x, [h, c], [{names}], True, {_layers}, 0.0, False, True, False)\n"
                + "    return torch.cat([y[0].flatten(), y[1].flatten(), y[2].flatten()])\n");
            return (TorchTensor)unit.invoke("expression", [x, hidden, cell, .. named_parameters().Select(named => named.parameter)])!;
        }

        private void Add(string name, params long[] shape)
        {
            var parameter = new TorchSharp.Modules.Parameter(empty(shape));
            _weights.Add(parameter);
            register_parameter(name, parameter);
        }
    }

    /// <summary>PyTorch's layer of a transformer, sequence of parts and draws included.</summary>
    private sealed class EncoderLayer : TorchModule
    {
        private readonly TorchSharp.Modules.MultiheadAttention self_attn;
        private readonly TorchSharp.Modules.Linear linear1, linear2;
        private readonly TorchSharp.Modules.LayerNorm norm1, norm2;
        private readonly double _dropout;
        private readonly bool _isGelu, _isBatchFirst, _isNormFirst;

        public EncoderLayer(long width, long heads, long between, double dropout, bool isGelu, bool isBatchFirst, bool isNormFirst) : base("layer")
        {
            (_dropout, _isGelu, _isBatchFirst, _isNormFirst) = (dropout, isGelu, isBatchFirst, isNormFirst);
            self_attn = nn.MultiheadAttention(width, heads, dropout);
            linear1 = nn.Linear(width, between);
            linear2 = nn.Linear(between, width);
            norm1 = nn.LayerNorm(width);
            norm2 = nn.LayerNorm(width);
            RegisterComponents();
        }

        public TorchTensor Call(TorchTensor x, TorchTensor? mask) => _isNormFirst
            ? Add(Add(x, norm1.call(x), y => Attention(y, mask)), null, y => FeedForward(norm2.call(y)))
            : norm2.call(Add(norm1.call(Add(x, null, y => Attention(y, mask))), null, FeedForward));

        private static TorchTensor Add(TorchTensor x, TorchTensor? input, Func<TorchTensor, TorchTensor> part) => x + part(input ?? x);

        private TorchTensor Attention(TorchTensor x, TorchTensor? mask)
        {
            var sequence = _isBatchFirst ? x.transpose(0, 1) : x;
            var attended = Attend(self_attn, sequence, sequence, sequence, mask);
            return Dropped(_isBatchFirst ? attended.transpose(0, 1) : attended);
        }

        private TorchTensor FeedForward(TorchTensor x)
        {
            var between = linear1.call(x);
            return Dropped(linear2.call(Dropped(_isGelu ? nn.functional.gelu(between) : nn.functional.relu(between))));
        }

        private TorchTensor Dropped(TorchTensor x) => nn.functional.dropout(x, _dropout, training);
    }

    /// <summary>PyTorch's encoder: the layers are copies of the first one.</summary>
    private sealed class Encoder : TorchModule
    {
        private readonly TorchSharp.Modules.ModuleList<EncoderLayer> layers;
        private readonly TorchSharp.Modules.LayerNorm norm;

        public Encoder(int count, Func<EncoderLayer> create, long width) : base("encoder")
        {
            var first = create();
            var state = get_rng_state();
            var all = Enumerable.Range(0, count).Select(i => i == 0 ? first : create()).ToArray();
            foreach (var layer in all[1..])
                layer.load_state_dict(first.state_dict());
            set_rng_state(state);
            layers = new TorchSharp.Modules.ModuleList<EncoderLayer>(all);
            norm = nn.LayerNorm(width);
            RegisterComponents();
        }

        public TorchTensor Call(TorchTensor x, TorchTensor mask) => norm.call(layers.Aggregate(x, (x, layer) => layer.Call(x, mask)));
    }
}
