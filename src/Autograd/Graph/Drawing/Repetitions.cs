using System.Globalization;

namespace Autograd;

/// <summary>
/// Finds what repeats in the operations of a graph, in the order of recording: the steps of a recurrent network, equal layers, a long sum.
/// <para>
/// Operations at a distance d correspond if they do the same to inputs that correspond: the same tensor, or one that lies d further, or
/// the next one of a list made before. In the first repetition, what later ones take from the one before may come from anywhere. Candidates for d are
/// found with a rolling hash over signatures (class, shape, section, parameters), the shortest first; the exact comparison decides. Repetitions of
/// repetitions come from doing the same again: with every run found in one piece, and within the first repetition. The work grows almost linearly with the number of operations.
/// </para>
/// </summary>
internal sealed class Repetitions
{
    private const int FewestRepetitions = 3;
    private const int FewestHidden = 6;
    private const int MostCandidates = 256;
    private const ulong Base = 0x9E3779B97F4A7C15;

    private readonly GraphNode[] _operations;
    // By the number of a node: its place among the operations, or −1; and where a tensor was used first.
    private readonly int[] _place;
    private readonly int[] _firstUse;
    private readonly int[] _signature;

    private Repetitions(GraphSnapshot graph)
    {
        _operations = [.. graph.Nodes.Where(node => !node.IsLeaf)];
        _place = new int[graph.Nodes.Count + 1];
        _firstUse = new int[graph.Nodes.Count + 1];
        Array.Fill(_place, -1);
        Array.Fill(_firstUse, -1);
        _signature = new int[_operations.Length];
        var signatures = new Dictionary<(Type, DType, Shape, string?, int, string), int>();
        for (var i = 0; i < _operations.Length; i++)
        {
            var node = _operations[i];
            _place[node.Id] = i;
            foreach (var input in node.Inputs)
                _firstUse[input.Id] = _firstUse[input.Id] < 0 ? i : _firstUse[input.Id];
            _signature[i] = Number(signatures, (node.Tensor.GetType(), node.Tensor.DType, node.Tensor.Shape, Unnumbered(node.SectionPath), node.Inputs.Count, Parameters((Operation)node.Tensor)));
        }
    }

    /// <summary>The operations of a graph in order, with what repeats in one piece.</summary>
    public static (GraphNode[] Operations, IReadOnlyList<Stretch> Sequence) Find(GraphSnapshot graph)
    {
        var search = new Repetitions(graph);
        return (search._operations, search.Fold([.. search._operations.Select((_, i) => new Stretch(i, 1, 1, []))]));
    }

    /// <summary>Folds again and again, until nothing is found any more.</summary>
    private List<Stretch> Fold(List<Stretch> sequence)
    {
        while (FoldOnce(sequence) is { } folded)
            sequence = folded;
        return sequence;
    }

    /// <summary>One round: folds the runs of repeated stretches in a sequence; null if there are none.</summary>
    private List<Stretch>? FoldOnce(List<Stretch> sequence)
    {
        var count = sequence.Count;
        var (hashes, powers) = RollingHash(sequence, out var next);
        List<Stretch> folded = [];
        // Distances, in operations, whose correspondence is known to hold up to a place and to be too short.
        var tooShort = new Dictionary<int, int>();
        var done = 0;
        for (var i = 0; i < count;)
        {
            Stretch? run = null;
            var tried = 0;
            for (var j = next[i]; run is null && j >= 0 && j + (j - i) <= count && tried < MostCandidates; j = next[j], tried++)
            {
                var distance = sequence[j].Start - sequence[i].Start;
                if (Hash(i, j - i) != Hash(j, j - i) || tooShort.GetValueOrDefault(distance) > sequence[i].Start)
                    continue;
                run = Run(sequence, i, distance, earliest: done, out var end);
                if (run is null)
                    tooShort[distance] = end - distance;
            }
            if (run is null)
            {
                i++;
                continue;
            }
            var (first, last) = (IndexAt(sequence, run.Start), IndexAt(sequence, run.Start + run.Length));
            folded.AddRange(sequence[done..first]);
            folded.Add(run with { Parts = Fold(sequence[first..last]) });
            i = done = IndexAt(sequence, run.End);
        }
        folded.AddRange(sequence[done..]);
        return done == 0 ? null : folded;

        ulong Hash(int start, int length) => hashes[start + length] - hashes[start] * powers[length];
    }

    /// <summary>The longest run of stretches of a length around the i-th piece of the sequence, or null if it is too short.</summary>
    private Stretch? Run(List<Stretch> sequence, int i, int distance, int earliest, out int end)
    {
        var (floor, middle, limit) = (sequence[earliest].Start, sequence[i].Start, sequence[^1].End);
        int? lastLoose = null;
        for (end = middle; end + distance < limit; end++)
        {
            if (Correspond(end, end + distance, isFirst: false))
                continue;
            if (end - middle >= distance || !Correspond(end, end + distance, isFirst: true))
                break;
            lastLoose = end;
        }
        end += distance;
        if (end - middle <= distance)
            return null;
        var start = middle;
        while (start > floor && (lastLoose is not { } loose || loose - (start - 1) < distance))
        {
            if (!Correspond(start - 1, start - 1 + distance, isFirst: false))
            {
                if (!Correspond(start - 1, start - 1 + distance, isFirst: true))
                    break;
                lastLoose ??= start - 1;
            }
            start--;
        }
        return Whole(sequence, start, distance, end) ?? Whole(sequence, middle, distance, end);
    }

    /// <summary>As many whole repetitions as fit, if there are enough and no run found before is cut in two.</summary>
    private static Stretch? Whole(List<Stretch> sequence, int start, int distance, int end)
    {
        var run = new Stretch(start, distance, (end - start) / distance, []);
        return run.Repetitions >= FewestRepetitions && run.Hidden >= FewestHidden
            && IndexAt(sequence, start) >= 0 && IndexAt(sequence, start + distance) >= 0 && IndexAt(sequence, run.End) >= 0 ? run : null;
    }

    /// <summary>Whether two operations do the same in two repetitions that follow each other, or in the first two.</summary>
    private bool Correspond(int left, int right, bool isFirst)
    {
        if (_signature[left] != _signature[right])
            return false;
        for (var i = 0; i < _operations[left].Inputs.Count; i++)
        {
            if (!InputsCorrespond(left, right, i, isFirst))
                return false;
        }
        return true;
    }

    private bool InputsCorrespond(int left, int right, int i, bool isFirst)
    {
        var distance = right - left;
        GraphNode x = _operations[left].Inputs[i], y = _operations[right].Inputs[i];
        if (x == y)
            return true;
        int from = _place[x.Id], to = _place[y.Id];
        if (from >= 0 && to >= 0 && (to - from == distance || IsNextOfList(left, right, i, from, to)))
            return true;
        if (from < 0 && to < 0)
        {
            var (first, second) = (_firstUse[x.Id], _firstUse[y.Id]);
            return x.Tensor.GetType() == y.Tensor.GetType() && x.Tensor.DType == y.Tensor.DType && x.Tensor.Shape == y.Tensor.Shape
                // Fresh in each repetition, or a list that was used before: never the same few by turns.
                && (second - first == distance || (first < second && second < left));
        }
        return isFirst && from < left && to >= right - 2 * distance;
    }

    /// <summary>True for results of an earlier run that are taken one by one: with the same step to the one before or after.</summary>
    private bool IsNextOfList(int left, int right, int i, int from, int to)
    {
        var (distance, step) = (right - left, to - from);
        if (step <= 0 || to >= left || _signature[from] != _signature[to])
            return false;
        return (left >= distance && _signature[left - distance] == _signature[left] && from - PlaceOfInput(left - distance) == step)
            || (right + distance < _operations.Length && _signature[right + distance] == _signature[right] && PlaceOfInput(right + distance) - to == step);

        int PlaceOfInput(int operation) => _place[_operations[operation].Inputs[i].Id];
    }

    /// <summary>Prefix hashes of the signatures in the sequence, the powers to take them apart, and for each piece the next one like it.</summary>
    private (ulong[] Hashes, ulong[] Powers) RollingHash(List<Stretch> sequence, out int[] next)
    {
        var count = sequence.Count;
        var (hashes, powers) = (new ulong[count + 1], new ulong[count + 1]);
        next = new int[count];
        powers[0] = 1;
        var numbers = new Dictionary<(ulong, int), int>();
        var last = new Dictionary<int, int>();
        for (var i = 0; i < count; i++)
        {
            var stretch = sequence[i];
            var body = 0UL;
            for (var k = stretch.Start; k < stretch.Start + stretch.Length; k++)
                body = body * Base + (ulong)_signature[k] + 1;
            hashes[i + 1] = hashes[i] * Base + (ulong)Number(numbers, (body, stretch.Repetitions)) + 1;
            powers[i + 1] = powers[i] * Base;
        }
        for (var i = count - 1; i >= 0; i--)
        {
            var number = (int)(hashes[i + 1] - hashes[i] * Base);
            next[i] = last.TryGetValue(number, out var found) ? found : -1;
            last[number] = i;
        }
        return (hashes, powers);
    }

    /// <summary>The piece of the sequence that starts at an operation, its length for the end, or a negative number if none does.</summary>
    private static int IndexAt(List<Stretch> sequence, int operation)
    {
        if (operation == sequence[^1].End)
            return sequence.Count;
        int low = 0, high = sequence.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (sequence[middle].Start == operation)
                return middle;
            (low, high) = sequence[middle].Start < operation ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    /// <summary>What an operation does besides its class; the places that it takes elements from may differ from repetition to repetition.</summary>
    private static string Parameters(Operation operation) => operation.Parameters.Count == 0
        ? ""
        : string.Join(", ", operation.Parameters.Where(parameter => parameter.Key is not ("position" or "start"))
            .Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Key} {(parameter.Value is IEnumerable<int> numbers ? string.Join(' ', numbers) : parameter.Value)}")));

    private static int Number<TKey>(Dictionary<TKey, int> numbers, TKey key) where TKey : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
            numbers.Add(key, number = numbers.Count);
        return number;
    }

    /// <summary>Sections that differ only in numbers, <c>layer1</c> and <c>layer2</c>, may repeat each other.</summary>
    private static string? Unnumbered(string? section) => section is null ? null : string.Concat(section.Where(character => !char.IsAsciiDigit(character)));
}

/// <summary>Operations in the order of recording: a single one, or a stretch of them that is repeated several times.</summary>
/// <param name="Start">The place of the first operation.</param>
/// <param name="Length">The operations of one repetition.</param>
/// <param name="Repetitions">How often they come; 1 for a single operation.</param>
/// <param name="Parts">What the first repetition consists of; empty for a single operation.</param>
internal sealed record Stretch(int Start, int Length, int Repetitions, List<Stretch> Parts)
{
    /// <summary>The place behind the last operation.</summary>
    public int End => Start + Length * Repetitions;

    /// <summary>The operations beyond the first repetition.</summary>
    public int Hidden => Length * (Repetitions - 1);
}
