namespace Autograd;

/// <summary>
/// What of a graph is shown: boxes for single tensors, and boxes that stand for many, when a large graph was folded; the edges between
/// them; and the frames of the sections.
/// </summary>
internal sealed class GraphView
{
    private const int FoldAbove = 60;
    private const int LongestInputList = 8, ShownOfInputList = 3;

    private readonly GraphSnapshot _graph;
    // By the number of a node: the fold that it is in, or null.
    private readonly Bundle?[] _folds;

    /// <summary>Chooses what is shown.</summary>
    public GraphView(GraphSnapshot graph, GraphFolding folding, int mostBoxes)
    {
        _graph = graph;
        _folds = new Bundle?[graph.Nodes.Count + 1];
        if (folding == GraphFolding.Always || (folding == GraphFolding.Automatic && graph.Nodes.Count > FoldAbove))
        {
            FoldRepetitions();
            FoldLeaves();
            CloseSections(mostBoxes);
            LeaveOutTheMiddle(mostBoxes);
        }
        Boxes = MakeBoxes(out var boxOf);
        Edges = MakeEdges(boxOf);
        Outside = MakeFrames();
    }

    /// <summary>The boxes in the order of the first tensor in each.</summary>
    public IReadOnlyList<Box> Boxes { get; }

    /// <summary>The edges by the box they lead to; a single tensor that is used twice has two, those of a fold are put together.</summary>
    public IReadOnlyList<Edge> Edges { get; }

    /// <summary>The frame around everything, which is not drawn.</summary>
    public Frame Outside { get; }

    private int BoxCount => _graph.Nodes.Count(node => _folds[node.Id] is null) + _folds.Distinct().Count(fold => fold is not null);

    private void FoldRepetitions()
    {
        var (operations, sequence) = Repetitions.Find(_graph);
        Show(sequence, 0);

        void Show(IReadOnlyList<Stretch> parts, int offset)
        {
            foreach (var part in parts)
            {
                if (part.Repetitions == 1)
                    continue;
                // The first repetition stays; the last one too if the result is in it.
                var (start, end) = (offset + part.Start, offset + part.End);
                Show(part.Parts, offset);
                if (end == operations.Length)
                {
                    end -= part.Length;
                    Show(part.Parts, end - part.Start);
                }
                var fold = new Bundle(BundleKind.Repetition) { Repetitions = (end - start) / part.Length - 1, Sample = operations[start..(start + part.Length)] };
                foreach (var node in operations.AsSpan((start + part.Length)..end))
                    _folds[node.Id] = fold;
            }
        }
    }

    /// <summary>A leaf that only one fold uses disappears in it; of a long list of leaves that only one operation uses, a few stay.</summary>
    private void FoldLeaves()
    {
        foreach (var node in _graph.Nodes)
        {
            if (node.IsLeaf && node != _graph.Root)
                _folds[node.Id] = node.Users.Select(user => _folds[user.Id]).Distinct().Take(2).ToArray() is [var only] ? only : null;
        }
        foreach (var node in _graph.Nodes.Where(node => node.Inputs.Count > LongestInputList && _folds[node.Id] is null))
        {
            GraphNode[] own = [.. node.Inputs.Where(input => input is { IsLeaf: true, Users.Count: 1 })];
            if (own.Length <= LongestInputList)
                continue;
            var fold = new Bundle(BundleKind.Leaves);
            foreach (var input in own.AsSpan(ShownOfInputList))
                _folds[input.Id] = fold;
        }
    }

    /// <summary>Makes one box of every section, the innermost first, until the boxes are few enough.</summary>
    private void CloseSections(int mostBoxes)
    {
        var deepest = _graph.Nodes.Max(node => Paths.Depth(node.SectionPath));
        for (var depth = deepest; depth > 0 && BoxCount > mostBoxes; depth--)
        {
            var closed = new Dictionary<string, Bundle>();
            foreach (var node in _graph.Nodes)
            {
                if (node == _graph.Root || Paths.Depth(node.SectionPath) < depth)
                    continue;
                var path = Paths.Cut(node.SectionPath!, depth);
                if (!closed.TryGetValue(path, out var fold))
                    closed.Add(path, fold = new Bundle(BundleKind.Section) { Path = path });
                _folds[node.Id] = fold;
            }
            FoldLeaves();
        }
    }

    /// <summary>Keeps the operations at both ends if the boxes are still too many.</summary>
    private void LeaveOutTheMiddle(int mostBoxes)
    {
        if (BoxCount <= mostBoxes)
            return;
        GraphNode[] operations = [.. _graph.Nodes.Where(node => !node.IsLeaf)];
        object[] shown = [.. operations.Select(node => (object?)_folds[node.Id] ?? node).Distinct()];
        var kept = mostBoxes / 4;
        if (shown.Length <= 2 * kept)
            return;
        HashSet<object> middle = [.. shown[kept..^kept]];
        var fold = new Bundle(BundleKind.Omission);
        foreach (var node in operations)
        {
            if (middle.Contains((object?)_folds[node.Id] ?? node))
                _folds[node.Id] = fold;
        }
        FoldLeaves();
    }

    private List<Box> MakeBoxes(out Box[] boxOf)
    {
        boxOf = new Box[_graph.Nodes.Count + 1];
        var boxes = new List<Box>();
        var members = _graph.Nodes.Where(node => _folds[node.Id] is not null).ToLookup(node => _folds[node.Id]!, ReferenceEqualityComparer.Instance);
        foreach (var node in _graph.Nodes)
        {
            if (boxOf[node.Id] is not null)
                continue;
            if (_folds[node.Id] is not { } fold)
            {
                boxes.Add(boxOf[node.Id] = new Box { Number = node.Id, Numbers = $"{node.Id}", Node = node, Section = SectionOf(node) });
                continue;
            }
            var box = fold.ToBox([.. members[fold]]);
            boxes.Add(box);
            foreach (var member in members[fold])
                boxOf[member.Id] = box;
        }
        return boxes;
    }

    /// <summary>Weights and constants stand where they are used, data outside.</summary>
    private static string? SectionOf(GraphNode node) =>
        !node.IsLeaf ? node.SectionPath : node.Tensor is Input { Name: not null } ? null : Paths.Common(node.Users.Select(user => user.SectionPath));

    private List<Edge> MakeEdges(Box[] boxOf)
    {
        var edges = new List<Edge>();
        var merged = new Dictionary<(Box, Box), int>();
        foreach (var node in _graph.Nodes)
        {
            foreach (var input in node.Inputs)
            {
                Box from = boxOf[input.Id], to = boxOf[node.Id];
                if (from.Node is not null && to.Node is not null)
                {
                    edges.Add(new Edge(from, to, input.Tensor.Shape, 1));
                }
                else if (from != to && !merged.TryAdd((from, to), edges.Count))
                {
                    var edge = edges[merged[(from, to)]];
                    edges[merged[(from, to)]] = edge with { Count = edge.Count + 1, Shape = edge.Shape == input.Tensor.Shape ? edge.Shape : null };
                }
                else if (from != to)
                {
                    edges.Add(new Edge(from, to, input.Tensor.Shape, 1));
                }
            }
        }
        return edges;
    }

    private Frame MakeFrames()
    {
        var outside = new Frame("", 0);
        var frames = new Dictionary<string, Frame>();
        foreach (var box in Boxes)
            FrameOf(box.Section).Boxes.Add(box);
        return outside;

        Frame FrameOf(string? path)
        {
            if (path is null)
                return outside;
            if (frames.TryGetValue(path, out var frame))
                return frame;
            var cut = path.LastIndexOf('/');
            var outer = FrameOf(cut < 0 ? null : path[..cut]);
            frames.Add(path, frame = new Frame(path[(cut + 1)..], frames.Count + 1));
            outer.Frames.Add(frame);
            return frame;
        }
    }
}

/// <summary>A tensor, or several in one, as they are shown.</summary>
internal sealed class Box
{
    /// <summary>The number of the first tensor.</summary>
    public required int Number { get; init; }

    /// <summary>The number, or the first and the last of several.</summary>
    public required string Numbers { get; init; }

    /// <summary>The single tensor, or null if the box stands for several.</summary>
    public GraphNode? Node { get; init; }

    /// <summary>What a box for several says.</summary>
    public string? Title { get; init; }

    /// <summary>What there is to add.</summary>
    public string? Remark { get; init; }

    /// <summary>The section that the box stands in.</summary>
    public required string? Section { get; init; }

    /// <summary>What is written in the box.</summary>
    public IEnumerable<string> Lines(DrawingOptions options) =>
        Node is not null ? NodeText.Lines(Node, options) : Remark is null ? [$"{Numbers}: {Title}"] : [$"{Numbers}: {Title}", Remark];
}

/// <summary>What flows from one box to another: tensors of one shape, or of several if it is null.</summary>
internal sealed record Edge(Box From, Box To, Shape? Shape, int Count)
{
    /// <summary>What is written along the edge; nothing for one single number.</summary>
    public string Text(DrawingOptions options)
    {
        var shape = options.ShowShapes && Shape is { Rank: > 0 } ? $"{Shape}" : "";
        return Count == 1 ? shape : $"{shape} ×{Count}".TrimStart();
    }
}

/// <summary>A section as it is drawn: its boxes and the sections within.</summary>
internal sealed record Frame(string Name, int Number)
{
    public List<Box> Boxes { get; } = [];

    public List<Frame> Frames { get; } = [];
}
