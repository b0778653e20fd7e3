namespace Autograd;

/// <summary>How <see cref="Tensor.ToMermaid"/> and <see cref="Tensor.ToDot"/> draw a graph.</summary>
public sealed record DrawingOptions
{
    /// <summary>Where the forward pass goes.</summary>
    public GraphDirection Direction { get; init; } = GraphDirection.Down;

    /// <summary>Writes the values into each box; large tensors show a few.</summary>
    public bool ShowData { get; init; }

    /// <summary>Writes the gradient into each box that has one: variables, and tensors that <see cref="Tensor.RetainGradient"/> was called for.</summary>
    public bool ShowGradients { get; init; }

    /// <summary>Writes the shape along each edge; the edge of a single number, shape [], stays bare.</summary>
    public bool ShowShapes { get; init; } = true;

    /// <summary>Whether a large graph is made small.</summary>
    public GraphFolding Folding { get; init; } = GraphFolding.Automatic;

    /// <summary>The boxes that a graph may have after folding; beyond, its sections are closed, and if need be its middle is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 10 boxes show nothing.</exception>
    public int MostBoxes
    {
        get;
        init => field = value >= 10 ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"DrawingOptions.MostBoxes: {value} boxes show no graph; allow 10 or more.");
    } = 150;
}

/// <summary>Where the forward pass goes in a drawing.</summary>
public enum GraphDirection
{
    /// <summary>From top to bottom.</summary>
    Down,

    /// <summary>From left to right.</summary>
    Right,

    /// <summary>From bottom to top.</summary>
    Up,

    /// <summary>From right to left.</summary>
    Left,
}

/// <summary>Whether a graph is drawn and printed whole, or with what repeats in it folded into one box.</summary>
public enum GraphFolding
{
    /// <summary>Folds graphs of more than 60 tensors.</summary>
    Automatic,

    /// <summary>Folds whatever repeats.</summary>
    Always,

    /// <summary>Shows every tensor, however many there are.</summary>
    Never,
}
