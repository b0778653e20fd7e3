namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Writes backpropagation from this tensor out, step by step, with formulas and numbers: what each tensor of the graph is, which gradient
    /// arrives at it and what it sends to its inputs. The steps are those of a real backward pass, which is watched; hooks run, but no
    /// <see cref="Gradient"/> changes, and the graph is kept.
    /// </summary>
    /// <param name="gradient">
    /// The gradient of the final quantity with respect to this tensor, of this tensor's shape; 1 if left out, which only a tensor of one
    /// element allows.
    /// </param>
    /// <returns>The steps; as a text by <see cref="Explanation.ToString()"/>. It keeps the gradients of all tensors of the graph alive.</returns>
    /// <exception cref="GraphException">Nothing was recorded, the graph was released, or a saved value has changed since.</exception>
    /// <exception cref="ShapeException">The gradient is missing, or has another shape.</exception>
    public Explanation Explain(Tensor? gradient = null) => Explanation.Of(this, SeedGradient(gradient, nameof(Explain)));
}

/// <summary>A backward pass, written down as it ran. Made by <see cref="Tensor.Explain"/>.</summary>
public sealed class Explanation : IBackwardObserver
{
    /// <summary>How many tensors <see cref="ToString()"/> tells of before it leaves out the middle.</summary>
    public const int DefaultLength = 100;

    /// <summary>Up to how many elements of a tensor <see cref="ToString()"/> writes out.</summary>
    public const int DefaultElements = 12;

    private readonly Dictionary<GraphNode, List<SentGradient>> _underway = [];
    private readonly Dictionary<GraphNode, BackwardStep> _byNode = [];
    private readonly List<BackwardStep> _steps = [];

    private Explanation(GraphSnapshot graph) => Graph = graph;

    /// <summary>The tensors and their numbers.</summary>
    public GraphSnapshot Graph { get; }

    /// <summary>The steps in the order of the pass: operations from the last to the first, then the variables.</summary>
    public IReadOnlyList<BackwardStep> Steps => _steps;

    /// <summary>The step of a tensor, or null where no gradient arrived.</summary>
    public BackwardStep? Find(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Graph.Find(tensor) is { } node ? _byNode.GetValueOrDefault(node) : null;
    }

    /// <summary>The explanation as a text: numbers with six digits, large tensors and long graphs shortened.</summary>
    public override string ToString() => ToString(DefaultLength);

    /// <summary>The explanation as a text.</summary>
    /// <param name="length">Of how many tensors to tell; of longer graphs the middle is left out.</param>
    /// <param name="elements">Up to how many elements of a tensor to write out; larger ones are summarised.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2, or the number of elements negative.</exception>
    public string ToString(int length, int elements = DefaultElements)
    {
        if (length < 2)
            throw new ArgumentOutOfRangeException(nameof(length), length, $"ToString: length is {length}; the beginning and the end of a graph need at least 2.");
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        return new ExplanationWriter(this, length, elements).Write();
    }

    /// <summary>What a tensor is, with its operands in the operation's formula: <c>x · w</c>. Its name for an input or variable.</summary>
    public string Formula(GraphNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Symbols.Value(node);
    }

    /// <summary>What an operation sends to an input, with tensors in the place of symbols: <c>∂L/∂#3 · w</c>.</summary>
    public string Formula(SentGradient sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        return Symbols.Gradient(sent.From, sent.Index);
    }

    internal GraphSymbols Symbols => field ??= new GraphSymbols(Graph);

    internal static Explanation Of(Tensor root, Tensor gradient)
    {
        var explanation = new Explanation(GraphSnapshot.Of(root));
        BackwardPass.Run(root, gradient, explanation);
        return explanation;
    }

    void IBackwardObserver.Visits(Tensor tensor, Tensor arrived, Tensor gradient)
    {
        var node = Graph.Find(tensor)!;
        var step = new BackwardStep(node, _underway.Remove(node, out var received) ? received : [], arrived, gradient);
        _steps.Add(step);
        _byNode.Add(node, step);
    }

    void IBackwardObserver.Sends(Operation operation, int index, Tensor computed, Tensor sent)
    {
        // An operation sends while it is its turn.
        var from = _steps[^1];
        var gradient = new SentGradient(from.Node, index, computed, sent);
        from.Add(gradient);
        if (!_underway.TryGetValue(gradient.To, out var received))
            _underway.Add(gradient.To, received = []);
        received.Add(gradient);
    }
}
