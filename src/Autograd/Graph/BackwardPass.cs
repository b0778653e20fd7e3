namespace Autograd;

/// <summary>
/// One walk from a result back to what it was computed from. The pass owns the map from node to gradient: a list in the order in which the
/// nodes were recorded. The last one goes first, and when its turn comes everything computed from it has had its own, because it was
/// recorded later. So the order needs no search, no recursion and no mark on any node, and of the graph only the frontier is in memory.
/// Variables come before all operations: no gradient of a variable changes until the whole graph has been walked without an error.
/// </summary>
internal sealed class BackwardPass
{
    [ThreadStatic]
    private static BackwardPass? _idle;

    private readonly List<Entry> _frontier = [];

    // What a pass for certain targets is restricted to: the nodes that lead to one of them.
    private HashSet<Tensor>? _needed;

    // Gradients that were added to others in this turn.
    private readonly List<Storage> _replaced = [];

    // Gradients on the way are temporary. Those of a pass that is recorded or watched are not: they are asked for later.
    private Scope? _scope;

    private BackwardPass() { }

    /// <summary>Who listens, or null: to a pass that is watched only, and changes nothing.</summary>
    public IBackwardObserver? Observer { get; private init; }

    private record struct Entry(long Order, Tensor Tensor, Tensor Gradient);

    /// <summary>Walks back from a result and adds to the gradient of every variable on the way.</summary>
    public static void Run(Tensor root, Tensor gradient, bool keepGraph, bool createGraph)
    {
        // Most passes are short and follow each other: the list of the last one is used again.
        var pass = _idle ?? new BackwardPass();
        _idle = null;
        try
        {
            pass.Walk(root, gradient, keepGraph, createGraph, null);
        }
        finally
        {
            pass._frontier.Clear();
            pass._replaced.Clear();
            _idle = pass;
        }
    }

    /// <summary>Walks back from a result for an observer: no gradient is kept anywhere, and neither is the graph released.</summary>
    public static void Run(Tensor root, Tensor gradient, IBackwardObserver observer) =>
        new BackwardPass { Observer = observer }.Walk(root, gradient, keepGraph: true, createGraph: false, found: null);

    /// <summary>Walks back from a result to the targets and returns their gradients, null where no path leads; no variable is touched.</summary>
    public static Tensor?[] Run(Tensor root, Tensor gradient, ReadOnlySpan<Tensor> targets, bool keepGraph, bool createGraph)
    {
        var found = new Dictionary<Tensor, Tensor?>(ReferenceEqualityComparer.Instance);
        foreach (var target in targets)
            found[target] = null;
        var pass = new BackwardPass { _needed = LeadingTo(found, root) };
        if (pass.Needs(root))
            pass.Walk(root, gradient, keepGraph, createGraph, found);
        var gradients = new Tensor?[targets.Length];
        for (var i = 0; i < gradients.Length; i++)
            gradients[i] = found[targets[i]];
        return gradients;
    }

    /// <summary>True if a gradient for this tensor leads to a variable, or to a target if there are any.</summary>
    public bool Needs(Tensor tensor) => tensor.RequiresGradient && (_needed is null || _needed.Contains(tensor));

    /// <summary>Adds to the gradient of a tensor still to be visited.</summary>
    public void Send(Tensor tensor, Tensor gradient)
    {
        var order = tensor.Order;
        var place = FirstAbove(order);
        // Two threads may record operations under one number: look at all that bear it.
        for (var i = place - 1; i >= 0 && _frontier[i].Order == order; i--)
        {
            var entry = _frontier[i];
            if (ReferenceEquals(entry.Tensor, tensor))
            {
                var sum = entry.Gradient.Add(gradient);
                sum.Storage.Uses++;
                _frontier[i] = entry with { Gradient = sum };
                // Not given back yet: what has its turn may have more to make of it.
                _replaced.Add(entry.Gradient.Storage);
                return;
            }
        }
        gradient.Storage.Uses++;
        _frontier.Insert(place, new Entry(order, tensor, gradient));
    }

    /// <summary>Adds to the gradient that a variable keeps.</summary>
    public void Accumulate(Variable variable, Tensor gradient)
    {
        if (_needed is not null || Observer is not null)
            return;
        // Passes on several threads may meet in one variable.
        lock (variable)
            variable.SumGradient(MovedOut(variable.Gradient is { } sum ? sum.Add(gradient) : gradient));
    }

    /// <summary>A gradient that is to outlive the pass.</summary>
    private Tensor MovedOut(Tensor gradient)
    {
        if (_scope is not null && ReferenceEquals(gradient.Storage.Scope, _scope))
            gradient.Storage.MoveTo(_scope.Outer);
        return gradient;
    }

    /// <summary>One use less of a gradient: after the last one its memory serves the next.</summary>
    private void LetGo(Storage gradient)
    {
        if (--gradient.Uses == 0 && _scope is not null && ReferenceEquals(gradient.Scope, _scope))
            gradient.GiveBack();
    }

    private void Walk(Tensor root, Tensor gradient, bool keepGraph, bool createGraph, Dictionary<Tensor, Tensor?>? found)
    {
        using var _ = Recording.Switch(createGraph);
        _scope = createGraph || Observer is not null ? null : Scope.Open();
        try
        {
            Send(root, gradient);
            while (_frontier.Count > 0)
            {
                var (_, tensor, arrived) = _frontier[^1];
                _frontier.RemoveAt(_frontier.Count - 1);
                var (storage, since) = (arrived.Storage, _scope?.Count ?? 0);
                if (Visit(tensor, arrived, found) && !keepGraph)
                    (tensor as Operation)?.Release();
                LetGo(storage);
                foreach (var replaced in _replaced)
                    LetGo(replaced);
                _replaced.Clear();
                _scope?.GiveBackUnused(since);
            }
        }
        finally
        {
            _scope?.End();
            _scope = null;
        }
    }

    /// <summary>A tensor's turn.</summary>
    /// <returns>False if the walk ends here.</returns>
    private bool Visit(Tensor tensor, Tensor arrived, Dictionary<Tensor, Tensor?>? found)
    {
        var received = arrived;
        if (tensor.HasHooks)
        {
            // Hooks are the user's: what they get and compute is not the pass's to give back.
            var inside = Scope.Switch(_scope is null ? Scope.Current : _scope.Outer);
            received = tensor.RunHooks(MovedOut(arrived));
            Scope.Switch(inside);
        }
        if (Observer is not null)
        {
            Observer.Visits(tensor, arrived, received);
        }
        else if (found is null)
        {
            if (tensor.Retain(received))
                MovedOut(tensor.Gradient!);
        }
        else if (found.ContainsKey(tensor))
        {
            found[tensor] = MovedOut(received);
            // A target that no other target lies behind is where the walk ends: its own inputs stay as they are.
            if (tensor is Operation operation && !NeedsAnyInput(operation))
                return false;
        }
        tensor.Backpropagate(received, this);
        return true;
    }

    private bool NeedsAnyInput(Operation operation)
    {
        for (var i = 0; i < operation.InputCount && operation.IsRecorded; i++)
        {
            if (Needs(operation.PeekInput(i)!))
                return true;
        }
        return false;
    }

    /// <summary>The first place in the frontier whose order is above the given one.</summary>
    private int FirstAbove(long order)
    {
        var (low, high) = (0, _frontier.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_frontier[middle].Order > order)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>Every tensor between the root and the targets, found without recursion.</summary>
    private static HashSet<Tensor> LeadingTo(Dictionary<Tensor, Tensor?> targets, Tensor root)
    {
        var needed = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance) { root };
        // Depth first; a frame is a tensor and the next of its inputs to look at.
        var stack = new Stack<(Tensor Tensor, int Next)>([(root, 0)]);
        while (stack.TryPop(out var frame))
        {
            var (tensor, next) = frame;
            if (tensor is Operation { IsRecorded: true } operation)
            {
                if (next > 0 && needed.Contains(operation.PeekInput(next - 1)!))
                    needed.Add(tensor);
                if (next < operation.InputCount)
                {
                    stack.Push((tensor, next + 1));
                    var input = operation.PeekInput(next)!;
                    if (input.RequiresGradient && seen.Add(input))
                        stack.Push((input, 0));
                    continue;
                }
            }
            else if (tensor is Operation released && !targets.ContainsKey(tensor))
            {
                throw released.Gone();
            }
            if (targets.ContainsKey(tensor))
                needed.Add(tensor);
        }
        return needed;
    }
}
