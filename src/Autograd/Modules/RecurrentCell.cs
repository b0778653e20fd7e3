namespace Autograd;

/// <summary>One step of a recurrent layer, for loops of one's own: what <see cref="RnnCell"/>, <see cref="LstmCell"/> and <see cref="GruCell"/> have in common.</summary>
/// <remarks>Weights are named as PyTorch names them: <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c>, <c>bias_hh</c>.</remarks>
public abstract class RecurrentCell : Module
{
    private protected RecurrentCell(int gates, int inputs, int hidden, bool hasBias, DType type, Generator? generator)
    {
        var name = GetType().Name;
        (Inputs, Hidden) = (Positive(inputs, nameof(inputs), name), Positive(hidden, nameof(hidden), name));
        Weights = RecurrentWeights.Draw("", gates, inputs, new(inputs, hidden, 1, hasBias, false, 0, false, 0, type, generator));
    }

    /// <summary>The size of the last axis of what goes in.</summary>
    public int Inputs { get; }

    /// <summary>The size of the state.</summary>
    public int Hidden { get; }

    private protected RecurrentWeights Weights { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{Inputs} → {Hidden}";

    /// <inheritdoc/>
    protected internal override IEnumerable<ModulePart> Parts() => Weights.All.Select(variable => new ModulePart(variable.Name, variable));

    private protected Tensor Checked(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank is not (1 or 2) || x.Shape[^1] != Inputs)
            throw new ShapeException($"{GetType().Name}: input {x.Shape} must be [batch, inputs], or [inputs] for one example, with inputs = {Inputs}.");
        return x;
    }

    /// <summary>The state that is given, or zeros.</summary>
    private protected Tensor State(Tensor x, Tensor? state)
    {
        Shape expected = x.Rank == 1 ? [Hidden] : [x.Shape[0], Hidden];
        if (state is not null && state.Shape != expected)
            throw new ShapeException($"{GetType().Name}: a state has shape {state.Shape}, and must have {expected} for input {x.Shape}.");
        return state ?? Tensor.Zeros(expected, Weights.Hidden.DType);
    }
}
