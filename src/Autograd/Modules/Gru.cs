namespace Autograd;

/// <summary>
/// Gated recurrent units: like an LSTM with two gates and nothing to remember but what is written.
/// <code>
/// r, z = σ(W_ih · xₜ + b_ih + W_hh · hₜ₋₁ + b_hh)                            rows of the weights: r, z, n
/// n    = tanh(W_in · xₜ + b_in + r · (W_hn · hₜ₋₁ + b_hn))
/// hₜ   = (1 − z) · n + z · hₜ₋₁
/// </code>
/// PyTorch's <c>torch.nn.GRU</c>; Cho et al. 2014, with r applied after the product, as there.
/// </summary>
public sealed class Gru : RecurrentModule
{
    /// <summary>Creates layers whose weights and biases start uniform on ±1/√hidden.</summary>
    /// <param name="inputs">The size of the last axis of a sequence.</param>
    /// <param name="hidden">The size of the state.</param>
    /// <param name="layers">How many layers there are, one above the other.</param>
    /// <param name="hasBias">Whether biases are added.</param>
    /// <param name="batchFirst">Whether sequences are [batch, time, inputs] rather than [time, batch, inputs].</param>
    /// <param name="dropout">How often, in training, a number between two layers is dropped.</param>
    /// <param name="isBidirectional">Whether each layer reads the sequence both ways.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where first weights and dropout come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout not between 0 and 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Gru(
        int inputs, int hidden, int layers = 1, bool hasBias = true, bool batchFirst = false, double dropout = 0, bool isBidirectional = false,
        DType type = DType.Float32, Generator? generator = null)
        : base(3, new(inputs, hidden, layers, hasBias, batchFirst, dropout, isBidirectional, 0, type, generator)) { }

    /// <inheritdoc cref="Rnn.Forward(Tensor, Tensor?)"/>
    public (Tensor Output, Tensor Hidden) Forward(Tensor x, Tensor? hidden) => Run(() =>
    {
        var (output, states) = Unroll(x, hidden is null ? null : [hidden]);
        return (output, states[0]);
    });

    private protected override bool AddsBiasesTogether => false;

    private protected override Tensor[] Step(Tensor gates, Tensor[] state, RecurrentWeights weights) => [GruCell.Step(gates, weights.HiddenGates(state[0]), state[0])];
}

/// <summary>One step of gated recurrent units: see <see cref="Gru"/>. PyTorch's <c>torch.nn.GRUCell</c>.</summary>
public sealed class GruCell : RecurrentCell
{
    /// <summary>Creates a cell whose weights and biases start uniform on ±1/√hidden.</summary>
    /// <param name="inputs">The size of the last axis of x.</param>
    /// <param name="hidden">The size of the state.</param>
    /// <param name="hasBias">Whether biases are added.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public GruCell(int inputs, int hidden, bool hasBias = true, DType type = DType.Float32, Generator? generator = null)
        : base(3, inputs, hidden, hasBias, type, generator) { }

    /// <inheritdoc cref="RnnCell.Forward(Tensor, Tensor?)"/>
    public Tensor Forward(Tensor x, Tensor? hidden) => Run(() =>
    {
        var inputGates = Weights.InputGates(Checked(x));
        hidden = State(x, hidden);
        return Step(inputGates, Weights.HiddenGates(hidden), hidden);
    });

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, null);

    internal static Tensor Step(Tensor inputGates, Tensor hiddenGates, Tensor hidden)
    {
        var (fromInput, fromHidden) = (inputGates.Chunk(3, -1), hiddenGates.Chunk(3, -1));
        var reset = (fromInput[0] + fromHidden[0]).Sigmoid();
        var kept = (fromInput[1] + fromHidden[1]).Sigmoid();
        var proposed = (fromInput[2] + reset * fromHidden[2]).Tanh();
        return proposed + kept * (hidden - proposed);
    }
}
