using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>An explanation on its way to a text.</summary>
internal sealed class ExplanationWriter
{
    private const int LineWidth = 110;
    private const int MostSummands = 8;

    private readonly Explanation _explanation;
    private readonly GraphSymbols _symbols;
    private readonly int _elements;
    private readonly StringBuilder _text = new();

    // What is left out: the tensors numbered above the first and below the second.
    private readonly (int After, int Before) _gap;

    public ExplanationWriter(Explanation explanation, int length, int elements)
    {
        (_explanation, _symbols, _elements) = (explanation, explanation.Symbols, elements);
        var count = explanation.Graph.Nodes.Count;
        _gap = count > length ? (length - length / 2, count - length / 2 + 1) : (count, count + 1);
    }

    private GraphNode Root => _explanation.Graph.Root;

    /// <summary>The whole text, without a line end after it.</summary>
    public string Write()
    {
        var root = $"{_symbols.Name(Root)} ({Root.Tensor.GetType().Name}, {Root.Tensor.DType} {Root.Tensor.Shape})";
        Line(0, Root.Tensor.Count == 1 ? $"Backpropagation from L = {root}" : $"Backpropagation from {root}, whose gradient is given");
        Line(0, "");
        Line(0, "Forward");
        EachShown(_explanation.Graph.Nodes, node => node, WriteForward);
        Line(0, "");
        Line(0, "Backward");
        EachShown(_explanation.Steps.Where(step => !step.Node.IsLeaf || step.Received.Count == 0), step => step.Node, WriteBackward);
        Line(0, "");
        Line(0, "Gradients");
        EachShown(_explanation.Steps.Where(step => step.Node.IsLeaf).OrderBy(step => step.Node.Id), step => step.Node, step => WriteGradient(1, step));
        return _text.ToString().TrimEnd();
    }

    private void EachShown<T>(IEnumerable<T> items, Func<T, GraphNode> nodeOf, Action<T> write)
    {
        var saidSo = false;
        foreach (var item in items)
        {
            var id = nodeOf(item).Id;
            if (id <= _gap.After || id >= _gap.Before)
                write(item);
            else if (!saidSo && (saidSo = true))
                Line(1, string.Create(CultureInfo.InvariantCulture, $"… #{_gap.After + 1} to #{_gap.Before - 1} left out: {_gap.Before - _gap.After - 1:N0} of {_explanation.Graph.Nodes.Count:N0} tensors …"));
        }
    }

    private void WriteForward(GraphNode node)
    {
        var tensor = node.Tensor;
        var type = tensor.DType == Root.Tensor.DType ? "" : $"{tensor.DType} ";
        if (GraphSymbols.IsNumber(node))
            Line(1, $"#{node.Id} = {_symbols.Name(node)}  (a number)");
        else if (node.IsLeaf)
            Value(1, $"#{node.Id}{(tensor.Name is { } name ? $" {name}" : "")}  ({tensor.GetType().Name}) {type}{tensor.Shape}", tensor);
        else
            Value(1, $"#{node.Id} = {_symbols.Value(node)}  ({tensor.GetType().Name}{GraphSymbols.OtherParameters(node)}) {type}{tensor.Shape}", tensor);
    }

    private void WriteBackward(BackwardStep step)
    {
        Line(1, step.Node.IsLeaf ? $"#{step.Node.Id} {_symbols.Name(step.Node)}" : $"#{step.Node.Id} = {_symbols.Value(step.Node)}");
        WriteGradient(2, step);
        var sent = 0;
        for (var index = 0; index < step.Node.Inputs.Count; index++)
        {
            var input = step.Node.Inputs[index];
            if (sent < step.Sent.Count && step.Sent[sent].Index == index)
                WriteSent(step.Sent[sent++]);
            else if (!GraphSymbols.IsNumber(input))
                Line(2, $"to {_symbols.Name(input)}: no gradient: {Reason(input.Tensor)}");
        }
    }

    private void WriteSent(SentGradient sent)
    {
        var to = $"to {_symbols.Name(sent.To)}: {_explanation.Formula(sent)}";
        var (computed, value) = (sent.Computed, sent.Value);
        if (ReferenceEquals(computed, value))
        {
            Value(2, to, value);
            return;
        }
        Value(2, computed.Shape == value.Shape ? to : $"{to}  {computed.Shape}", computed);
        if (computed.Shape != value.Shape)
            Value(3, $"summed over what broadcasting repeated, {computed.Shape} → {value.Shape}", value);
        if (computed.DType != value.DType)
            Value(3, $"converted from {computed.DType} to {value.DType}", value);
    }

    /// <summary>The gradient of a tensor: where it came from, and the sum written out where it came from several places.</summary>
    private void WriteGradient(int indent, BackwardStep step)
    {
        var name = _symbols.GradientName(step.Node);
        var sources = Sum(step.Received, sent => $"from #{sent.From.Id}");
        if (step.Received.Count == 0)
            Value(indent, name, step.Sum, "  (where the pass starts)");
        else if (step.Received.Count == 1 || step.Sum.Count > _elements)
            Value(indent, $"{name} = {sources}", step.Sum);
        else
            Line(indent, $"{name} = {sources}", $"= {Sum(step.Received, sent => Summand(sent.Value))}", $"= {ValueText.Write(step.Sum, _elements)}");
        if (!ReferenceEquals(step.Sum, step.Gradient))
            Value(indent, $"{name}", step.Gradient, "  (what a hook put in its place)");
    }

    /// <summary>The summands; of very many the first few, and how many follow.</summary>
    private static string Sum(IReadOnlyList<SentGradient> received, Func<SentGradient, string> summand) => received.Count <= MostSummands
        ? string.Join(" + ", received.Select(summand))
        : $"{string.Join(" + ", received.Take(MostSummands).Select(summand))} + … ({received.Count - MostSummands} more)";

    private string Summand(Tensor value) => ValueText.Write(value, _elements) is ['-', ..] negative ? $"({negative})" : ValueText.Write(value, _elements);

    private static string Reason(Tensor input) => input switch
    {
        Input => "Input",
        Variable => "frozen Variable",
        _ when !input.DType.IsFloatingPoint => $"{input.DType}",
        _ => "not recorded",
    };

    private void Value(int indent, string text, Tensor value, string remark = "") =>
        Line(indent, text, $"{(value.Count <= _elements ? "= " : ": ")}{ValueText.Write(value, _elements)}{remark}");

    /// <summary>A line of parts; a part that no longer fits goes to a line of its own.</summary>
    private void Line(int indent, string text, params ReadOnlySpan<string> values)
    {
        var start = 2 * indent;
        _text.Append(' ', text.Length == 0 ? 0 : start).Append(text);
        var width = start + text.Length;
        foreach (var value in values)
        {
            if (width + value.Length + 1 > LineWidth)
            {
                _text.Append('\n').Append(' ', start + 4).Append(value.AsSpan(value[0] == ':' ? 2 : 0));
                width = start + 4 + value.Length;
            }
            else
            {
                _text.Append(value[0] == ':' ? "" : " ").Append(value);
                width += 1 + value.Length;
            }
        }
        _text.Append('\n');
    }
}
