namespace Autograd;

/// <summary>What a plain recurrent layer makes of the sum at each step.</summary>
public enum RnnActivation
{
    /// <summary>tanh, which keeps the state between −1 and 1.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,
}

/// <summary>
/// Plain recurrent layers: <c>hₜ = tanh(W_ih · xₜ + b_ih + W_hh · hₜ₋₁ + b_hh)</c>, or ReLU in place of tanh. PyTorch's <c>torch.nn.RNN</c>; Elman 1990.
/// </summary>
public sealed class Rnn : RecurrentModule
{
    private readonly RnnActivation _activation;

    /// <summary>Creates layers whose weights and biases start uniform on ±1/√hidden.</summary>
    /// <param name="inputs">The size of the last axis of a sequence.</param>
    /// <param name="hidden">The size of the state.</param>
    /// <param name="layers">How many layers there are, one above the other.</param>
    /// <param name="activation">What is made of the sum.</param>
    /// <param name="hasBias">Whether biases are added.</param>
    /// <param name="batchFirst">Whether sequences are [batch, time, inputs] rather than [time, batch, inputs].</param>
    /// <param name="dropout">How often, in training, a number between two layers is dropped.</param>
    /// <param name="isBidirectional">Whether each layer reads the sequence both ways.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where first weights and dropout come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout not between 0 and 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Rnn(
        int inputs, int hidden, int layers = 1, RnnActivation activation = RnnActivation.Tanh, bool hasBias = true, bool batchFirst = false, double dropout = 0,
        bool isBidirectional = false, DType type = DType.Float32, Generator? generator = null)
        : base(1, new(inputs, hidden, layers, hasBias, batchFirst, dropout, isBidirectional, 0, type, generator)) => _activation = activation;

    /// <summary>Reads a sequence.</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="hidden">The state to begin with: [layers · directions, batch, hidden], or null for zeros.</param>
    /// <returns>The states of the last layer at all steps, and the states of all layers after the last step.</returns>
    /// <exception cref="ShapeException">The sequence or the state has another shape.</exception>
    public (Tensor Output, Tensor Hidden) Forward(Tensor x, Tensor? hidden) => Run(() =>
    {
        var (output, states) = Unroll(x, hidden is null ? null : [hidden]);
        return (output, states[0]);
    });

    private protected override Tensor[] Step(Tensor gates, Tensor[] state, RecurrentWeights weights) =>
        [RnnCell.Step(gates, weights.HiddenGates(state[0]), _activation)];
}

/// <summary>
/// One step of a plain recurrent layer: <c>h′ = tanh(W_ih · x + b_ih + W_hh · h + b_hh)</c>, or ReLU in place of tanh. PyTorch's <c>torch.nn.RNNCell</c>.
/// </summary>
public sealed class RnnCell : RecurrentCell
{
    private readonly RnnActivation _activation;

    /// <summary>Creates a cell whose weights and biases start uniform on ±1/√hidden.</summary>
    /// <param name="inputs">The size of the last axis of x.</param>
    /// <param name="hidden">The size of the state.</param>
    /// <param name="activation">What is made of the sum.</param>
    /// <param name="hasBias">Whether biases are added.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public RnnCell(
        int inputs, int hidden, RnnActivation activation = RnnActivation.Tanh, bool hasBias = true, DType type = DType.Float32, Generator? generator = null)
        : base(1, inputs, hidden, hasBias, type, generator) => _activation = activation;

    /// <summary>The state after one more step.</summary>
    /// <param name="x">[batch, inputs], or [inputs].</param>
    /// <param name="hidden">The state so far: [batch, hidden], or [hidden]; null for zeros.</param>
    /// <exception cref="ShapeException">The input or the state has another shape.</exception>
    public Tensor Forward(Tensor x, Tensor? hidden) => Run(() => Step(Weights.InputGates(Checked(x)), Weights.HiddenGates(State(x, hidden)), _activation));

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => Forward(x, null);

    internal static Tensor Step(Tensor inputGates, Tensor hiddenGates, RnnActivation activation)
    {
        var sum = inputGates + hiddenGates;
        return activation == RnnActivation.Tanh ? sum.Tanh() : sum.Relu();
    }
}
