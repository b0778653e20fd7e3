namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Products of tensors summed over axes, by Einstein's convention: <c>Einsum("bij,bjk-&gt;bik", x, y)</c> is
    /// Σⱼ x[b, i, j] · y[b, j, k] for all b, i, k. PyTorch's <c>einsum</c>.
    /// </summary>
    /// <param name="equation">
    /// A letter for each axis of each tensor, the tensors separated by commas; axes with the same letter run together, and a letter twice
    /// in one tensor takes the diagonal. After <c>-&gt;</c> the axes of the result in order: letters that it leaves out are summed over.
    /// Without <c>-&gt;</c> the result has the letters that occur once, in alphabetical order. <c>...</c> stands for any further axes,
    /// which broadcast; so do axes of size 1. Spaces do not matter.
    /// </param>
    /// <param name="tensors">One tensor or more of the same type. Several are multiplied from left to right.</param>
    /// <exception cref="ArgumentException">The equation cannot be read; the message points at the character.</exception>
    /// <exception cref="ShapeException">An axis has two sizes, or a tensor has another number of axes than letters.</exception>
    /// <exception cref="TypeException">The tensors have different types.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(equation);
        var operands = EinsumOperand.Read(equation, tensors, out var result);
        var product = operands[0].SumExcept(label => IsNeeded(label, 1));
        for (var i = 1; i < operands.Length; i++)
            product = product.Times(operands[i].SumExcept(label => product.Has(label) || IsNeeded(label, i + 1)), label => IsNeeded(label, i + 1));
        return product.InOrder(result);

        // Whether the result or a tensor still to come has the label.
        bool IsNeeded(int label, int from) => result.Contains(label) || operands.AsSpan(from).ToArray().Any(operand => operand.Has(label));
    }
}

/// <summary>
/// A tensor whose axes have names: a letter's code, or below 0 for the axes of an ellipsis, −1 for the innermost. So sorted names are in
/// the order of a result that is not spelled out.
/// </summary>
internal sealed class EinsumOperand(Tensor tensor, List<int> labels)
{
    private const int Ellipsis = 0;

    public bool Has(int label) => labels.Contains(label);

    private int SizeOf(int label) => tensor.Shape[labels.IndexOf(label)];

    /// <summary>The operands of an equation, diagonals taken, and the labels of the result.</summary>
    public static EinsumOperand[] Read(string equation, ReadOnlySpan<Tensor> tensors, out List<int> result)
    {
        var (terms, output) = Parse(equation);
        if (terms.Count != tensors.Length)
            throw new ArgumentException($"Einsum: '{equation}' names the axes of {terms.Count} tensors, got {tensors.Length}; separate tensors by commas.", nameof(equation));
        var operands = new EinsumOperand[tensors.Length];
        Dictionary<int, (int Size, int Operand)> sizes = [];
        for (var i = 0; i < operands.Length; i++)
        {
            var tensor = tensors[i] ?? throw new ArgumentNullException(nameof(tensors));
            if (tensor.DType != tensors[0].DType)
                throw new TypeException($"Einsum: tensor 0 is {tensors[0].DType} and tensor {i} {tensor.DType}; convert one of them with Cast first.");
            var labels = Spread(terms[i], tensor.Rank) ?? throw new ShapeException(
                $"Einsum: '{equation}' names {terms[i].Count(label => label != Ellipsis)} axes of tensor {i}, its shape {tensor.Shape} has {tensor.Rank}"
                + (terms[i].Contains(Ellipsis) ? "; name fewer." : "; name each, or write ... for the others."));
            for (var axis = 0; axis < labels.Count; axis++)
            {
                var first = labels.IndexOf(labels[axis]);
                if (first == axis)
                    Meet(sizes, equation, labels[axis], tensor.Shape[axis], i);
                else if (tensor.Shape[first] != tensor.Shape[axis])
                    throw new ShapeException($"Einsum: '{equation}': '{(char)labels[axis]}' takes a diagonal of tensor {i}, but between sizes {tensor.Shape[first]} and {tensor.Shape[axis]}; they must be equal.");
            }
            operands[i] = new EinsumOperand(tensor, labels).TakeDiagonals();
        }
        var inputs = operands.SelectMany(operand => operand.Labels).ToList();
        var ellipsisRank = -Math.Min(0, inputs.DefaultIfEmpty().Min());
        result = output is null
            ? [.. inputs.Distinct().Where(label => label < 0 || terms.Sum(term => term.Count(other => other == label)) == 1).Order()]
            : Spread(output, output.Count(label => label != Ellipsis) + (output.Contains(Ellipsis) ? ellipsisRank : 0))!;
        foreach (var label in result)
        {
            if (!inputs.Contains(label))
                throw new ArgumentException($"Einsum: '{equation}' has '{(char)label}' in the result but in no tensor; name an axis of a tensor.", nameof(equation));
        }
        return operands;
    }

    private List<int> Labels => labels;

    /// <summary>Summed over the axes that are not needed any more.</summary>
    public EinsumOperand SumExcept(Func<int, bool> isNeeded)
    {
        var axes = Enumerable.Range(0, labels.Count).Where(axis => !isNeeded(labels[axis])).ToArray();
        return axes.Length == 0 ? this : new EinsumOperand(Summed(tensor, axes), [.. labels.Where(isNeeded)]);
    }

    /// <summary>The product with another operand, summed over the common axes that are not needed any more.</summary>
    public EinsumOperand Times(EinsumOperand other, Func<int, bool> isNeeded)
    {
        var contracted = labels.Where(label => other.Has(label) && !isNeeded(label)).ToList();
        // An axis of size 1 against a longer one: the sum over it is a factor of its own.
        var broadcast = contracted.Where(label => SizeOf(label) != other.SizeOf(label)).ToList();
        if (broadcast.Count > 0)
            return SumExcept(label => !broadcast.Contains(label)).Times(other.SumExcept(label => !broadcast.Contains(label)), isNeeded);

        var common = labels.Where(label => other.Has(label) && isNeeded(label)).ToList();
        var left = labels.Where(label => !other.Has(label)).ToList();
        var right = other.Labels.Where(label => !Has(label)).ToList();
        if (contracted.Count == 0 || (left.Count == 0 && right.Count == 0 && common.Count > 0))
        {
            // No matrix product in it: element by element.
            List<int> all = [.. common, .. left, .. right, .. contracted];
            return new EinsumOperand(Aligned(all) * other.Aligned(all), all).SumExcept(label => !contracted.Contains(label));
        }
        // [common, left, contracted] · [common, contracted, right] → [common, left, right]
        var product = Matrices(common, left, contracted).MatMul(other.Matrices(common, contracted, right));
        return new EinsumOperand(
            product.Reshape(Shape.Create([.. product.Shape.Sizes[..common.Count], .. left.Select(SizeOf), .. right.Select(other.SizeOf)])),
            [.. common, .. left, .. right]);
    }

    /// <summary>The tensor with its axes in the order given, which names each.</summary>
    public Tensor InOrder(List<int> order) =>
        order.SequenceEqual(labels) ? tensor : tensor.Permute([.. order.Select(label => labels.IndexOf(label))]);

    /// <summary>The tensor with axes for all labels given, of size 1 where it has none.</summary>
    private Tensor Aligned(List<int> all) =>
        InOrder([.. all.Where(Has)]).Reshape(Shape.Create([.. all.Select(label => Has(label) ? SizeOf(label) : 1)]));

    /// <summary>The tensor as a stack of matrices: several row or column axes joined into one.</summary>
    private Tensor Matrices(List<int> stack, List<int> rows, List<int> columns) => InOrder([.. stack, .. rows, .. columns]).Reshape(
        Shape.Create([.. stack.Select(SizeOf), rows.Aggregate(1, (size, label) => size * SizeOf(label)), columns.Aggregate(1, (size, label) => size * SizeOf(label))]));

    private EinsumOperand TakeDiagonals()
    {
        var repeated = labels.FirstOrDefault(label => labels.IndexOf(label) != labels.LastIndexOf(label));
        if (repeated == 0)
            return this;
        int first = labels.IndexOf(repeated), last = labels.LastIndexOf(repeated);
        List<int> rest = [.. labels];
        rest.RemoveAt(last);
        rest.RemoveAt(first);
        return new EinsumOperand(tensor.Diagonal(0, first, last), [.. rest, repeated]).TakeDiagonals();
    }

    private static Tensor Summed(Tensor tensor, int[] axes) => tensor.Sum(axes).Cast(tensor.DType);

    /// <summary>The labels with the ellipsis replaced by the axes left over for it, or null if the rank does not fit.</summary>
    private static List<int>? Spread(List<int> term, int rank)
    {
        var place = term.IndexOf(Ellipsis);
        var rest = rank - term.Count + (place < 0 ? 0 : 1);
        if (rest < 0 || (place < 0 && rest > 0))
            return null;
        return place < 0 ? term : [.. term[..place], .. Enumerable.Range(-rest, rest), .. term[(place + 1)..]];
    }

    private static void Meet(Dictionary<int, (int Size, int Operand)> sizes, string equation, int label, int size, int operand)
    {
        if (!sizes.TryGetValue(label, out var known) || known.Size == 1)
            sizes[label] = (size, operand);
        else if (known.Size != size && size != 1)
        {
            var name = label < 0 ? $"axis {label} of '...'" : $"'{(char)label}'";
            throw new ShapeException($"Einsum: '{equation}': {name} has size {known.Size} in tensor {known.Operand} and {size} in tensor {operand}; they must be equal or one of them 1.");
        }
    }

    private static (List<List<int>> Terms, List<int>? Output) Parse(string equation)
    {
        List<List<int>> terms = [[]];
        List<int>? output = null;
        for (var i = 0; i < equation.Length; i++)
        {
            var term = output ?? terms[^1];
            var rest = equation.AsSpan(i);
            if (rest[0] == ' ')
                continue;
            if (rest[0] == ',' && output is null)
                terms.Add([]);
            else if (rest.StartsWith("->") && output is null)
                (output, i) = ([], i + 1);
            else if (rest.StartsWith("...") && !term.Contains(Ellipsis))
            {
                term.Add(Ellipsis);
                i += 2;
            }
            else if (char.IsAsciiLetter(rest[0]) && !(term == output && term.Contains(rest[0])))
                term.Add(rest[0]);
            else
                throw Misplaced(equation, i, char.IsAsciiLetter(rest[0]) ? "the result names each letter once"
                    : rest.StartsWith("...") ? "one '...' at most stands for the other axes of a tensor"
                    : rest.StartsWith("->") || rest[0] == ',' ? "the result follows a single '->' and is one tensor"
                    : "an equation consists of letters, ',', '...' and '->'");
        }
        return (terms, output);
    }

    private static ArgumentException Misplaced(string equation, int place, string rule) =>
        new($"Einsum: '{equation}': '{equation[place]}' at position {place} cannot stand there: {rule}.", nameof(equation));
}
