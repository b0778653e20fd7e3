namespace Autograd;

/// <summary>What happened to one tensor in a backward pass: the gradients that arrived, and those that it sent on.</summary>
public sealed class BackwardStep
{
    private readonly List<SentGradient> _sent = [];

    internal BackwardStep(GraphNode node, IReadOnlyList<SentGradient> received, Tensor sum, Tensor gradient)
    {
        Node = node;
        Received = received;
        Sum = sum;
        Gradient = gradient;
    }

    /// <summary>The tensor whose turn it was.</summary>
    public GraphNode Node { get; }

    /// <summary>What each use of the tensor sent, in the order of arrival; nothing for the tensor that the pass started from.</summary>
    public IReadOnlyList<SentGradient> Received { get; }

    /// <summary>The sum of what was received, or the gradient that the pass started with.</summary>
    public Tensor Sum { get; }

    /// <summary>The gradient of the tensor: the sum, or what a hook put in its place.</summary>
    public Tensor Gradient { get; }

    /// <summary>What the tensor, if it is an operation, sent to its inputs; inputs that take no gradient are left out.</summary>
    public IReadOnlyList<SentGradient> Sent => _sent;

    internal void Add(SentGradient sent) => _sent.Add(sent);
}

/// <summary>A gradient on its way from an operation to one of its inputs.</summary>
public sealed class SentGradient
{
    internal SentGradient(GraphNode from, int index, Tensor computed, Tensor value) => (From, Index, Computed, Value) = (from, index, computed, value);

    /// <summary>The operation.</summary>
    public GraphNode From { get; }

    /// <summary>Which of its inputs, from 0.</summary>
    public int Index { get; }

    /// <summary>The input.</summary>
    public GraphNode To => From.Inputs[Index];

    /// <summary>What the operation's backward method returned: larger than the input where broadcasting repeated it.</summary>
    public Tensor Computed { get; }

    /// <summary>The same in the input's shape and type.</summary>
    public Tensor Value { get; }
}
