namespace Autograd;

/// <summary>
/// Layers that go through a sequence step by step and carry a state along: what <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> have in common.
/// Each layer reads what the one below wrote; a bidirectional one reads it twice, forwards and backwards, and writes both results side by side.
/// </summary>
/// <remarks>
/// A sequence is [time, batch, inputs], or [batch, time, inputs] with <c>batchFirst</c>, or, of one example, [time, inputs]. A state is
/// [layers · directions, batch, hidden], layer after layer and of each layer forwards first, or, of one example, [layers · directions, hidden].
/// Weights are named as PyTorch names them: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, and with
/// <c>_reverse</c> for the way back.
/// </remarks>
public abstract class RecurrentModule : Module
{
    private readonly RecurrentSettings _settings;

    // Layer after layer, and of each the way forwards before the way back.
    private readonly RecurrentWeights[] _weights;
    private readonly ModulePart[] _parts;

    private protected RecurrentModule(int gates, RecurrentSettings settings)
    {
        var name = GetType().Name;
        Positive(settings.Inputs, "inputs", name);
        Positive(settings.Hidden, "hidden", name);
        Positive(settings.Layers, "layers", name);
        Fraction(settings.Dropout, "dropout", name);
        _settings = settings;
        var inputs = settings.Inputs;
        var weights = new List<RecurrentWeights>();
        for (var layer = 0; layer < settings.Layers; layer++)
        {
            for (var direction = 0; direction < settings.Directions; direction++)
                weights.Add(RecurrentWeights.Draw($"_l{layer}{(direction == 1 ? "_reverse" : "")}", gates, inputs, settings));
            inputs = settings.Directions * settings.Outputs;
        }
        _weights = [.. weights];
        _parts = [.. _weights.SelectMany(weights => weights.All).Select(variable => new ModulePart(variable.Name, variable))];
    }

    /// <summary>The size of the last axis of what goes in.</summary>
    public int Inputs => _settings.Inputs;

    /// <summary>The size of the state of one layer in one direction.</summary>
    public int Hidden => _settings.Hidden;

    /// <summary>The size of the last axis of what comes out.</summary>
    public int Outputs => _settings.Directions * _settings.Outputs;

    /// <summary>How many layers there are, one above the other.</summary>
    public int Layers => _settings.Layers;

    /// <summary>Whether each layer reads the sequence both ways.</summary>
    public bool IsBidirectional => _settings.IsBidirectional;

    /// <summary>Whether sequences are [batch, time, inputs].</summary>
    public bool BatchFirst => _settings.BatchFirst;

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => _settings.Dropout > 0;

    /// <inheritdoc/>
    protected internal override string Settings
    {
        get
        {
            var text = $"{Inputs} → {Outputs}";
            if (Layers > 1)
                text += $", {Layers} layers";
            if (IsBidirectional)
                text += ", bidirectional";
            if (_settings.Dropout > 0)
                text += FormattableString.Invariant($", dropout {_settings.Dropout}");
            return text;
        }
    }

    /// <inheritdoc/>
    protected internal override IEnumerable<ModulePart> Parts() => _parts;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Unroll(x, null).Output;

    /// <summary>Reads a sequence; states has one tensor for each kind of state, or is null for zeros.</summary>
    private protected (Tensor Output, Tensor[] States) Unroll(Tensor x, Tensor[]? states)
    {
        ArgumentNullException.ThrowIfNull(x);
        var isBatch = x.Rank == 3;
        if (x.Rank is not (2 or 3) || x.Shape[^1] != Inputs)
        {
            throw new ShapeException(
                $"{GetType().Name}: input {x.Shape} must be {(BatchFirst ? "[batch, time, inputs]" : "[time, batch, inputs]")}, or [time, inputs] for one example, with inputs = {Inputs}.");
        }
        var sequence = isBatch ? BatchFirst ? x.Transpose(0, 1) : x : x.Unsqueeze(1);
        if (sequence.Shape[0] == 0)
            throw new ShapeException($"{GetType().Name}: input {x.Shape} has no time steps; a sequence has one at least.");
        states = states is null
            ? [.. StateSizes.Select(size => Tensor.Zeros([_weights.Length, sequence.Shape[1], size], _weights[0].Hidden.DType))]
            : [.. states.Select((state, i) => Checked(state, StateSizes[i], sequence.Shape[1], isBatch))];

        var last = states.Select(_ => new Tensor[_weights.Length]).ToArray();
        for (var layer = 0; layer < Layers; layer++)
        {
            var written = new Tensor[_settings.Directions];
            for (var direction = 0; direction < written.Length; direction++)
            {
                var place = layer * written.Length + direction;
                var (output, after) = Read(sequence, [.. states.Select(state => state.Select(0, place))], _weights[place], direction == 1);
                written[direction] = output;
                for (var i = 0; i < after.Length; i++)
                    last[i][place] = after[i];
            }
            sequence = written.Length == 1 ? written[0] : Tensor.Concatenate(written, -1);
            if (IsTraining && layer < Layers - 1)
                sequence = sequence.Dropout(_settings.Dropout, _settings.Generator);
        }
        var joined = last.Select(state => Tensor.Stack(state));
        return (isBatch ? BatchFirst ? sequence.Transpose(0, 1) : sequence : sequence.Squeeze(1), [.. isBatch ? joined : joined.Select(state => state.Squeeze(1))]);
    }

    /// <summary>The sizes of the kinds of state, that which is written first.</summary>
    private protected virtual int[] StateSizes => [_settings.Outputs];

    /// <summary>Whether a step only ever sees the sum of both shares of the gates, so that the state's bias is added to the inputs' share of all steps at once.</summary>
    private protected virtual bool AddsBiasesTogether => true;

    /// <summary>The state after one more step.</summary>
    /// <param name="gates">What the input contributes to the gates: [batch, gates · hidden], its bias included.</param>
    /// <param name="state">The state so far.</param>
    /// <param name="weights">The weights of the layer in this direction.</param>
    private protected abstract Tensor[] Step(Tensor gates, Tensor[] state, RecurrentWeights weights);

    /// <summary>One layer in one direction: [time, batch, …] and a state to what was written, [time, batch, outputs], and the state afterwards.</summary>
    private protected virtual (Tensor Output, Tensor[] After) Read(Tensor sequence, Tensor[] state, RecurrentWeights weights, bool isReversed)
    {
        // The inputs' share of all steps is one product.
        var gates = new Tensor[sequence.Shape[0]];
        var ofInputs = weights.InputGates(sequence);
        if (AddsBiasesTogether && weights.HiddenBias is not null)
        {
            ofInputs += weights.HiddenBias;
            weights = weights with { HiddenBias = null };
        }
        Cut(ofInputs, gates);
        var steps = new Tensor[gates.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var time = isReversed ? steps.Length - 1 - i : i;
            state = Step(gates[time], state, weights);
            steps[time] = state[0];
        }
        return (Tensor.Stack(steps), state);
    }

    /// <summary>
    /// The steps of a sequence. It is cut in halves, and those in halves: the gradient of each cut is embedded in a tensor as large as what was cut,
    /// which for cuts of single steps would together take the square of the sequence's length.
    /// </summary>
    private static void Cut(Tensor sequence, Span<Tensor> steps)
    {
        if (steps.Length == 1)
        {
            steps[0] = sequence.Squeeze(0);
            return;
        }
        var half = steps.Length / 2;
        Cut(sequence.Slice(0, 0, half), steps[..half]);
        Cut(sequence.Slice(0, half, steps.Length), steps[half..]);
    }

    private Tensor Checked(Tensor state, int size, int batch, bool isBatch)
    {
        ArgumentNullException.ThrowIfNull(state);
        Shape expected = isBatch ? [_weights.Length, batch, size] : [_weights.Length, size];
        if (state.Shape != expected)
        {
            throw new ShapeException(
                $"{GetType().Name}: a state has shape {state.Shape}, and must have {expected}: [layers · directions{(isBatch ? ", batch" : "")}, size]"
                + $"{(BatchFirst && isBatch ? ", with the batch second also when sequences have it first" : "")}.");
        }
        return isBatch ? state : state.Unsqueeze(1);
    }
}

/// <summary>What a recurrent module is made with.</summary>
internal readonly record struct RecurrentSettings(
    int Inputs, int Hidden, int Layers, bool HasBias, bool BatchFirst, double Dropout, bool IsBidirectional, int Projection, DType Type, Generator? Generator)
{
    public int Directions => IsBidirectional ? 2 : 1;

    /// <summary>What one layer writes in one direction.</summary>
    public int Outputs => Projection > 0 ? Projection : Hidden;
}

/// <summary>The weights of one recurrent layer in one direction, or of a cell.</summary>
/// <param name="Input">From the input to the gates: [gates · hidden, inputs].</param>
/// <param name="Hidden">From the state to the gates: [gates · hidden, outputs].</param>
/// <param name="InputBias">[gates · hidden], or null.</param>
/// <param name="HiddenBias">[gates · hidden], or null.</param>
/// <param name="Projection">From the state to what is written: [outputs, hidden], or null where they are the same.</param>
internal sealed record RecurrentWeights(Variable Input, Variable Hidden, Variable? InputBias, Variable? HiddenBias, Variable? Projection)
{
    /// <summary>Those that there are, in PyTorch's order.</summary>
    public IEnumerable<Variable> All => new[] { Input, Hidden, InputBias, HiddenBias, Projection }.OfType<Variable>();

    /// <summary>Weights uniform on ±1/√hidden, drawn in PyTorch's order.</summary>
    public static RecurrentWeights Draw(string ending, int gates, int inputs, RecurrentSettings settings)
    {
        var rows = gates * settings.Hidden;
        Variable? Weight(string name, bool exists, params ReadOnlySpan<int> shape) =>
            exists ? Initialization.Parameter(name + ending, Shape.Create(shape), settings.Type) : null;
        var weights = new RecurrentWeights(
            Weight("weight_ih", true, rows, inputs)!,
            Weight("weight_hh", true, rows, settings.Outputs)!,
            Weight("bias_ih", settings.HasBias, rows),
            Weight("bias_hh", settings.HasBias, rows),
            Weight("weight_hr", settings.Projection > 0, settings.Projection, settings.Hidden));
        var bound = 1 / Math.Sqrt(settings.Hidden);
        foreach (var variable in weights.All)
            Initialization.Uniform(variable, -bound, bound, settings.Generator);
        return weights;
    }

    /// <summary>What the input contributes to the gates: [batch, inputs] or [time, batch, inputs] → […, gates · hidden].</summary>
    public Tensor InputGates(Tensor x) => Affine(x, Input, InputBias);

    /// <summary>What the state contributes to the gates: [batch, outputs] → [batch, gates · hidden].</summary>
    public Tensor HiddenGates(Tensor hidden) => Affine(hidden, Hidden, HiddenBias);

    private static Tensor Affine(Tensor x, Variable weight, Variable? bias)
    {
        var product = x.MatMul(weight.Transpose());
        return bias is null ? product : product + bias;
    }
}
