using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// One walk from a result back to what it was computed from. The pass owns the map from node to gradient; a node hands gradients to its
/// inputs once everything computed from it has handed its own. The order is found without recursion: a chain of a million nodes does
/// not overflow the stack.
/// </summary>
internal sealed class BackwardPass
{
    private readonly List<Tensor> _order = [];      // every node after all its inputs
    private readonly Dictionary<Tensor, Node> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly bool _isFunctional;

    private BackwardPass(Tensor root, HashSet<Tensor>? targets)
    {
        _isFunctional = targets is not null;
        Sort(root, targets);
    }

    private struct Node
    {
        public bool IsNeeded;
        public Tensor? Gradient;
    }

    /// <summary>Walks back from a result and adds to the gradient of every variable on the way.</summary>
    public static void Run(Tensor root, Tensor gradient, bool keepGraph, bool createGraph) =>
        new BackwardPass(root, null).Walk(root, gradient, keepGraph, createGraph, null);

    /// <summary>Walks back from a result to the targets and returns their gradients, null where no path leads; no variable is touched.</summary>
    public static Tensor?[] Run(Tensor root, Tensor gradient, ReadOnlySpan<Tensor> targets, bool keepGraph, bool createGraph)
    {
        var results = new Dictionary<Tensor, Tensor?>(ReferenceEqualityComparer.Instance);
        foreach (var target in targets)
            results[target] = null;
        new BackwardPass(root, [.. results.Keys]).Walk(root, gradient, keepGraph, createGraph, results);
        var gradients = new Tensor?[targets.Length];
        for (var i = 0; i < gradients.Length; i++)
            gradients[i] = results[targets[i]];
        return gradients;
    }

    /// <summary>True if a gradient for this tensor leads to a variable or a target.</summary>
    public bool Needs(Tensor tensor) => tensor.RequiresGradient && _nodes[tensor].IsNeeded;

    /// <summary>Adds to the gradient of a tensor still to be visited.</summary>
    public void Send(Tensor tensor, Tensor gradient)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrNullRef(_nodes, tensor).Gradient;
        sum = sum is null ? gradient : sum.Add(gradient);
    }

    /// <summary>Adds to the gradient that a variable keeps.</summary>
    public void Accumulate(Variable variable, Tensor gradient)
    {
        if (!_isFunctional)
            variable.Gradient = variable.Gradient is { } sum ? sum.Add(gradient) : gradient;
    }

    private void Walk(Tensor root, Tensor gradient, bool keepGraph, bool createGraph, Dictionary<Tensor, Tensor?>? results)
    {
        using var _ = GradientMode.Set(createGraph);
        Send(root, gradient);
        for (var i = _order.Count - 1; i >= 0; i--)
        {
            var tensor = _order[i];
            ref var node = ref CollectionsMarshal.GetValueRefOrNullRef(_nodes, tensor);
            if (node is not { IsNeeded: true, Gradient: { } received })
                continue;
            node.Gradient = null;
            received = tensor.RunHooks(received);
            if (results is not null && results.ContainsKey(tensor))
                results[tensor] = received;
            tensor.Backpropagate(received, this);
            if (!keepGraph)
                (tensor as Operation)?.Release();
        }
    }

    private void Sort(Tensor root, HashSet<Tensor>? targets)
    {
        // Depth first; a frame is a tensor and the next of its inputs to look at.
        var stack = new Stack<(Tensor Tensor, int Next)>();
        _nodes.Add(root, default);
        stack.Push((root, 0));
        while (stack.TryPop(out var frame))
        {
            var (tensor, next) = frame;
            var operation = tensor as Operation;
            if (operation is { IsRecorded: false } && !IsTarget(tensor))
                throw operation.Gone();
            if (operation is { IsRecorded: true } && next < operation.InputCount)
            {
                stack.Push((tensor, next + 1));
                var input = operation.PeekInput(next)!;
                if (input.RequiresGradient && _nodes.TryAdd(input, default))
                    stack.Push((input, 0));
                continue;
            }
            _order.Add(tensor);
            if (IsTarget(tensor) || AnyInputIsNeeded(operation))
                CollectionsMarshal.GetValueRefOrNullRef(_nodes, tensor).IsNeeded = true;
        }

        bool IsTarget(Tensor tensor) => targets is null ? tensor is Variable || tensor.IsObserved : targets.Contains(tensor);

        bool AnyInputIsNeeded(Operation? operation)
        {
            if (operation is not { IsRecorded: true })
                return false;
            for (var i = 0; i < operation.InputCount; i++)
            {
                if (Needs(operation.PeekInput(i)!))
                    return true;
            }
            return false;
        }
    }
}
