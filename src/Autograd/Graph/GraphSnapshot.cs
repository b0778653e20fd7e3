namespace Autograd;

/// <summary>
/// The graph behind a tensor at one moment: every tensor that it was computed from, in the order of the forward pass. Drawings, printouts
/// and explanations are made from it, so they all number the tensors alike: a leaf when it is first used, an operation when it was computed.
/// </summary>
public sealed class GraphSnapshot
{
    private readonly Dictionary<Tensor, GraphNode> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly List<GraphNode> _inOrder = [];

    private GraphSnapshot(Tensor root)
    {
        foreach (var operation in OperationsBehind(root))
        {
            foreach (var input in operation.Inputs)
            {
                if (!_nodes.ContainsKey(input))
                    Add(input);
            }
            Add(operation);
        }
        if (!_nodes.ContainsKey(root))
            Add(root);
        Root = _nodes[root];
    }

    /// <summary>The tensor that the graph was asked for; the last node.</summary>
    public GraphNode Root { get; }

    /// <summary>All tensors of the graph, every one after its inputs.</summary>
    public IReadOnlyList<GraphNode> Nodes => _inOrder;

    /// <summary>Takes the snapshot. What a backward pass released is a leaf in it.</summary>
    /// <exception cref="GraphException">The root is an operation that was constructed but not run.</exception>
    public static GraphSnapshot Of(Tensor root)
    {
        ArgumentNullException.ThrowIfNull(root);
        _ = root.Storage;      // which says so if the operation was not run
        return new GraphSnapshot(root);
    }

    /// <summary>The node of a tensor, or null if it is not part of the graph.</summary>
    public GraphNode? Find(Tensor tensor) => _nodes.GetValueOrDefault(tensor);

    private void Add(Tensor tensor)
    {
        GraphNode[] inputs = tensor is Operation { IsRecorded: true } ? [.. tensor.Inputs.Select(input => _nodes[input])] : [];
        var node = new GraphNode(_inOrder.Count + 1, tensor, inputs);
        foreach (var input in inputs)
            input.AddUser(node);
        _nodes.Add(tensor, node);
        _inOrder.Add(node);
    }

    /// <summary>The recorded operations, in the order of recording; found without recursion, since a chain may be a million long.</summary>
    private static IEnumerable<Operation> OperationsBehind(Tensor root)
    {
        var found = new HashSet<Tensor>(ReferenceEqualityComparer.Instance) { root };
        var open = new Stack<Tensor>([root]);
        var operations = new List<Operation>();
        while (open.TryPop(out var tensor))
        {
            if (tensor is not Operation { IsRecorded: true } operation)
                continue;
            operations.Add(operation);
            foreach (var input in operation.Inputs)
            {
                if (found.Add(input))
                    open.Push(input);
            }
        }
        // Operations recorded on several threads may share a number, but never with one that they depend on.
        return operations.OrderBy(operation => operation.Order);
    }
}

/// <summary>One tensor of a graph, with its number and its neighbours.</summary>
public sealed class GraphNode
{
    private readonly List<GraphNode> _users = [];

    internal GraphNode(int id, Tensor tensor, IReadOnlyList<GraphNode> inputs)
    {
        Id = id;
        Tensor = tensor;
        Inputs = inputs;
    }

    /// <summary>The number of the tensor in this graph, from 1 in the order of the forward pass.</summary>
    public int Id { get; }

    /// <summary>The tensor.</summary>
    public Tensor Tensor { get; }

    /// <summary>What the tensor was computed from, in the order of the operation's inputs; one that is used twice stands there twice.</summary>
    public IReadOnlyList<GraphNode> Inputs { get; }

    /// <summary>What was computed from the tensor; an operation that uses it twice stands there twice.</summary>
    public IReadOnlyList<GraphNode> Users => _users;

    /// <summary>The part of the network that the tensor was computed in, as a path; null for leaves and outside of any <see cref="Tensor.Section"/>.</summary>
    public string? SectionPath => IsLeaf ? null : ((Operation)Tensor).SectionPath;

    /// <summary>True for what was not computed within the graph: inputs, variables, and results of operations that were not recorded.</summary>
    public bool IsLeaf => Inputs.Count == 0;

    internal void AddUser(GraphNode user) => _users.Add(user);
}
