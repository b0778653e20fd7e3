namespace Autograd;

/// <summary>The state of an LSTM.</summary>
/// <param name="Hidden">h: what was written last.</param>
/// <param name="Cell">c: what is remembered.</param>
public readonly record struct LstmState(Tensor Hidden, Tensor Cell);

/// <summary>
/// Long short-term memory: a cell c is remembered from step to step, and gates between 0 and 1 decide what is forgotten, taken in, and written.
/// <code>
/// i, f, o = σ(W_ih · xₜ + b_ih + W_hh · hₜ₋₁ + b_hh), g = tanh(likewise)     rows of the weights: i, f, g, o
/// cₜ = f · cₜ₋₁ + i · g
/// hₜ = o · tanh cₜ, or W_hr · (o · tanh cₜ) with a projection
/// </code>
/// PyTorch's <c>torch.nn.LSTM</c>; Hochreiter and Schmidhuber 1997, Gers et al. 2000, Sak et al. 2014.
/// </summary>
public sealed class Lstm : RecurrentModule
{
    private readonly int _hidden, _projection;

    /// <summary>Creates layers whose weights and biases start uniform on ±1/√hidden.</summary>
    /// <param name="inputs">The size of the last axis of a sequence.</param>
    /// <param name="hidden">The size of the cell, and of what is written if there is no projection.</param>
    /// <param name="layers">How many layers there are, one above the other.</param>
    /// <param name="hasBias">Whether biases are added.</param>
    /// <param name="batchFirst">Whether sequences are [batch, time, inputs] rather than [time, batch, inputs].</param>
    /// <param name="dropout">How often, in training, a number between two layers is dropped.</param>
    /// <param name="isBidirectional">Whether each layer reads the sequence both ways.</param>
    /// <param name="projection">The size of what is written, less than hidden; 0 for no projection.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where first weights and dropout come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, the dropout not between 0 and 1, or the projection not between 0 and hidden.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Lstm(
        int inputs, int hidden, int layers = 1, bool hasBias = true, bool batchFirst = false, double dropout = 0, bool isBidirectional = false, int projection = 0,
        DType type = DType.Float32, Generator? generator = null)
        : base(4, new(inputs, hidden, layers, hasBias, batchFirst, dropout, isBidirectional, Below(projection, hidden), type, generator)) =>
        (_hidden, _projection) = (hidden, projection);

    /// <summary>Reads a sequence.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="state">The state to begin with: Hidden [layers · directions, batch, outputs] and Cell [layers · directions, batch, hidden]; null for zeros.</param>
    /// <returns>What the last layer wrote at all steps, and the states of all layers after the last step.</returns>
    /// <exception cref="ShapeException">The sequence or the state has another shape.</exception>
    public (Tensor Output, LstmState State) Forward(Tensor x, LstmState? state) => Run(() =>
    {
        var (output, states) = Unroll(x, state is { } given ? [given.Hidden, given.Cell] : null);
        return (output, new LstmState(states[0], states[1]));
    });

    private static int Below(int projection, int hidden) => projection >= 0 && projection < Math.Max(1, hidden)
        ? projection
        : throw new ArgumentOutOfRangeException(
            nameof(projection), projection, $"Lstm: projection is {projection}; it must be at least 0, which is none, and less than hidden, {hidden}.");

    private protected override int[] StateSizes => [_projection > 0 ? _projection : _hidden, _hidden];

    private protected override Tensor[] Step(Tensor gates, Tensor[] state, RecurrentWeights weights)
    {
        var (hidden, cell) = LstmCell.Step(gates + weights.HiddenGates(state[0]), state[1]);
        return [weights.Projection is null ? hidden : hidden.MatMul(weights.Projection.Transpose()), cell];
    }
}

/// <summary>One step of an LSTM: see <see cref="Lstm"/>. PyTorch's <c>torch.nn.LSTMCell</c>.</summary>
public sealed class LstmCell : RecurrentCell
{
    /// <summary>Creates a cell whose weights and biases start uniform on ±1/√hidden.</summary>
    /// <param name="inputs">The size of the last axis of x.</param>
    /// <param name="hidden">The size of the state.</param>
    /// <param name="hasBias">Whether biases are added.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public LstmCell(int inputs, int hidden, bool hasBias = true, DType type = DType.Float32, Generator? generator = null)
        : base(4, inputs, hidden, hasBias, type, generator) { }

    /// <summary>The state after one more step.</summary>
    /// <param name="x">[batch, inputs], or [inputs].</param>
    /// <param name="state">The state so far, each [batch, hidden], or [hidden]; null for zeros.</param>
    /// <exception cref="ShapeException">The input or the state has another shape.</exception>
    public LstmState Forward(Tensor x, LstmState? state) => Run(() =>
    {
        var gates = Weights.InputGates(Checked(x)) + Weights.HiddenGates(State(x, state?.Hidden));
        var (hidden, cell) = Step(gates, State(x, state?.Cell));
        return new LstmState(hidden, cell);
    });

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, null).Hidden;

    internal static (Tensor Hidden, Tensor Cell) Step(Tensor gates, Tensor cell)
    {
        var parts = gates.Chunk(4, -1);
        var (input, forget, taken, output) = (parts[0].Sigmoid(), parts[1].Sigmoid(), parts[2].Tanh(), parts[3].Sigmoid());
        var after = forget * cell + input * taken;
        return (output * after.Tanh(), after);
    }
}
