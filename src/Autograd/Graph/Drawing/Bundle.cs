using System.Globalization;

namespace Autograd;

/// <summary>Why several tensors share a box.</summary>
internal enum BundleKind
{
    /// <summary>They repeat what is shown before.</summary>
    Repetition,

    /// <summary>Further leaves of one operation.</summary>
    Leaves,

    /// <summary>Their section was closed.</summary>
    Section,

    /// <summary>The graph is too large.</summary>
    Omission,
}

/// <summary>Several tensors that share a box.</summary>
internal sealed class Bundle(BundleKind kind)
{
    private const int MostListed = 6;

    /// <summary>For a repetition: how many are in the box.</summary>
    public int Repetitions { get; init; }

    /// <summary>For a repetition: the operations of the first one.</summary>
    public IReadOnlyList<GraphNode> Sample { get; init; } = [];

    /// <summary>For a section: its path.</summary>
    public string? Path { get; init; }

    /// <summary>The box, which says what is in it.</summary>
    public Box ToBox(GraphNode[] members)
    {
        GraphNode[] operations = [.. members.Where(node => !node.IsLeaf)];
        var count = operations.Length.ToString("N0", CultureInfo.InvariantCulture);
        var (title, remark) = kind switch
        {
            BundleKind.Repetition => ($"× {Repetitions.ToString("N0", CultureInfo.InvariantCulture)} more: {Classes(Sample)}", Shares(members, operations)),
            BundleKind.Leaves => ($"× {members.Length.ToString("N0", CultureInfo.InvariantCulture)} more: {Classes(members, counted: false)}", null),
            BundleKind.Section => ($"{NodeText.Clean(Path!)}, {count} operation{(operations.Length == 1 ? "" : "s")}", Classes(operations)),
            _ => ($"… {count} operations not shown", Classes(operations)),
        };
        var section = kind == BundleKind.Section ? Paths.Outer(Path!)
            : Paths.Common((operations.Length > 0 ? operations : members.SelectMany(node => node.Users)).Select(node => node.SectionPath));
        return new Box
        {
            Number = members[0].Id,
            Numbers = members.Length == 1 ? $"{members[0].Id}" : $"{members[0].Id}–{members[^1].Id}",
            Title = title,
            Remark = remark,
            Section = section,
        };
    }

    /// <summary>What all repetitions use, and what each has for itself.</summary>
    private string? Shares(GraphNode[] members, GraphNode[] operations)
    {
        HashSet<GraphNode> inside = [.. operations];
        GraphNode[] common = [.. operations.SelectMany((node, i) => node.Inputs.Select(input => (Input: input, Repetition: (long)i * Repetitions / operations.Length)))
            .Where(use => !inside.Contains(use.Input)).Distinct().CountBy(use => use.Input)
            .Where(uses => uses.Value >= Math.Max(2, Repetitions)).Select(uses => uses.Key).OrderBy(node => node.Id)];
        string[] shared = [.. common.Select(node => node.Tensor.Name is { } name ? NodeText.Clean(name) : $"{node.Id}")];
        GraphNode[] own = [.. members.Where(node => node.IsLeaf).Except(common)];
        string[] parts =
        [
            .. shared.Length > 0 ? [$"shared: {Listed(shared)}"] : Array.Empty<string>(),
            .. own.Length > 0 ? [$"each its own: {Classes(own, perRepetition: true)}"] : Array.Empty<string>(),
        ];
        return parts.Length > 0 ? string.Join("; ", parts) : null;
    }

    /// <summary>The classes in the order of their first appearance: <c>MatMul ×2, Add</c>.</summary>
    private string Classes(IEnumerable<GraphNode> nodes, bool counted = true, bool perRepetition = false) =>
        Listed([.. nodes.CountBy(node => NodeText.Class(node.Tensor)).Select(pair => (pair.Key, Count: perRepetition ? (pair.Value + Repetitions - 1) / Repetitions : pair.Value))
            .Select(pair => counted && pair.Count > 1 ? $"{pair.Key} ×{pair.Count.ToString("N0", CultureInfo.InvariantCulture)}" : pair.Key)]);

    private static string Listed(string[] texts) => string.Join(", ", texts.Length <= MostListed ? texts : [.. texts[..MostListed], "…"]);
}

/// <summary>The paths of sections: names with slashes between.</summary>
internal static class Paths
{
    /// <summary>The number of sections in each other.</summary>
    public static int Depth(string? path) => path is null ? 0 : path.AsSpan().Count('/') + 1;

    /// <summary>The path of the section around, or null.</summary>
    public static string? Outer(string path) => path.LastIndexOf('/') is >= 0 and var cut ? path[..cut] : null;

    /// <summary>The outermost sections of a path that is at least as deep.</summary>
    public static string Cut(string path, int depth)
    {
        for (var deeper = Depth(path); deeper > depth; deeper--)
            path = Outer(path)!;
        return path;
    }

    /// <summary>The innermost section that all paths lie in, or null.</summary>
    public static string? Common(IEnumerable<string?> paths)
    {
        string? common = null;
        var isFirst = true;
        foreach (var path in paths)
        {
            common = isFirst ? path : common;
            isFirst = false;
            while (common is not null && path != common && path?.StartsWith($"{common}/", StringComparison.Ordinal) != true)
                common = Outer(common);
            if (common is null)
                break;
        }
        return common;
    }
}
