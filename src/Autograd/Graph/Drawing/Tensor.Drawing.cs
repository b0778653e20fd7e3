namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Opens a part of the network: the operations recorded until it is disposed belong to it, which drawings show as a frame.
    /// <c>using (Tensor.Section("encoder")) { … }</c>. Sections nest; each thread has its own.
    /// </summary>
    /// <param name="name">The name within the section around it. A name with slashes, <c>encoder/attention</c>, opens several levels.</param>
    /// <exception cref="ArgumentException">The name, or a part of it between slashes, is empty.</exception>
    public static SectionScope Section(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var part in name.AsSpan().Split('/'))
        {
            if (name.AsSpan(part).IsWhiteSpace())
                throw new ArgumentException($"Section: '{name}' has an empty name in it; drawings need one to show.", nameof(name));
        }
        return Recording.Enter(name);
    }

    /// <summary>
    /// Prints the graph behind this tensor on the console, a row for each tensor: its number, class, name, type and shape, values, gradient, and
    /// the numbers of its inputs. Large tensors show a few values; what repeats in a graph of more than 60 tensors is folded.
    /// </summary>
    public void Print() => Print(Console.Out);

    /// <summary>Prints the graph behind this tensor as <see cref="Print()"/> does.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="folding">Whether what repeats is folded.</param>
    public void Print(TextWriter writer, GraphFolding folding = GraphFolding.Automatic)
    {
        ArgumentNullException.ThrowIfNull(writer);
        GraphTable.Write(writer, this, folding);
    }

    /// <summary>
    /// Draws the graph behind this tensor as a Mermaid flowchart, which GitHub and many editors show. Boxes bear the number and class of a
    /// tensor and its name; leaves are white, operations coloured by <see cref="Operation.Family"/>, sections framed.
    /// </summary>
    /// <exception cref="GraphException">The graph was released by a backward pass.</exception>
    public string ToMermaid(DrawingOptions? options = null) => MermaidWriter.Write(Drawn(nameof(ToMermaid), options ??= new()), options);

    /// <summary>Draws the graph behind this tensor in the language of Graphviz' <c>dot</c>, with the same boxes as <see cref="ToMermaid"/>.</summary>
    /// <exception cref="GraphException">The graph was released by a backward pass.</exception>
    public string ToDot(DrawingOptions? options = null) => DotWriter.Write(Drawn(nameof(ToDot), options ??= new()), options);

    private GraphView Drawn(string method, DrawingOptions options) => this is Operation { IsReleased: true }
        ? throw new GraphException(
            $"{method}: the graph behind {Describe()} was released by a backward pass; draw before Backward, or pass keepGraph: true to it.")
        : new GraphView(GraphSnapshot.Of(this), options.Folding, options.MostBoxes);
}
