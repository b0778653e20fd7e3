using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// Which elements are standardised together, and which weight each of them has. A group is one run of memory or several; a weight belongs
/// to each element of a run, or to a run as a whole.
/// </summary>
internal sealed record StandardGroups
{
    /// <summary>Elements between one place of a channel and the next below which channels are gathered first: shorter runs make no vectors.</summary>
    private const int ShortRun = 16;

    /// <summary>Elements that leave room in the first-level cache for as many results and the weights.</summary>
    private const int CachedElements = 1 << 12;

    private StandardGroups() { }

    /// <summary>The number of groups.</summary>
    public int Count { get; private init; }

    /// <summary>Elements from the start of a group to that of the next.</summary>
    public int Stride { get; private init; }

    /// <summary>Runs in a group.</summary>
    public int Runs { get; private init; } = 1;

    /// <summary>Elements from the start of a run to that of the next in the group.</summary>
    public int RunStride { get; private init; }

    /// <summary>Elements in a run.</summary>
    public int RunLength { get; private init; }

    /// <summary>After so many groups the weights begin anew.</summary>
    public int WeightGroups { get; private init; } = 1;

    /// <summary>The number of weights of a group.</summary>
    public int GroupWeights { get; private init; }

    /// <summary>Weights from one run to the next: 0 if all share one.</summary>
    public int RunWeights { get; private init; }

    /// <summary>True if the elements of a run have weights of their own.</summary>
    public bool IsWeightPerElement { get; private init; }

    /// <summary>True if the weights have the shape of the last axes, false if there is one for each place of axis 1.</summary>
    public bool IsWeightOfRow { get; private init; }

    /// <summary>True if axes 0 and 1 change places in memory, so that a group is one run.</summary>
    public bool IsTransposed { get; private init; }

    /// <summary>The shape [outer, groups, inner] under which the elements of a group are those that agree in the middle.</summary>
    public required Shape View { get; init; }

    /// <summary>The elements of a group.</summary>
    public int Size => Runs * RunLength;

    /// <summary>How many groups fit into the first-level cache together with what becomes of them.</summary>
    public int Together => Math.Max(1, CachedElements / Math.Max(1, Size));

    /// <summary>The number of weights.</summary>
    public int Weights => WeightGroups * GroupWeights;

    /// <summary>The last axes as groups, with a weight for each of their elements.</summary>
    public static StandardGroups Rows(int count, int size) => new()
    {
        Count = count,
        Stride = size,
        RunLength = size,
        GroupWeights = size,
        IsWeightPerElement = true,
        IsWeightOfRow = true,
        View = [1, count, size],
    };

    /// <summary>The channels of each image in groups, with a weight for each channel.</summary>
    public static StandardGroups Channels(int batch, int channels, int inner, int groups)
    {
        var together = channels / groups;
        var rows = new StandardGroups
        {
            Count = batch * groups,
            Stride = together * inner,
            WeightGroups = groups,
            GroupWeights = together,
            View = [1, batch * groups, together * inner],
        };
        return inner == 1
            ? rows with { RunLength = together, IsWeightPerElement = true }
            : rows with { Runs = together, RunStride = inner, RunLength = inner, RunWeights = 1 };
    }

    /// <summary>Each channel over the whole batch, with one weight.</summary>
    public static StandardGroups Batch(int batch, int channels, int inner)
    {
        var groups = new StandardGroups { Count = channels, WeightGroups = channels, GroupWeights = 1, View = [batch, channels, inner] };
        return inner < ShortRun
            ? groups with { Stride = batch * inner, RunLength = batch * inner, IsTransposed = true }
            : groups with { Stride = inner, Runs = batch, RunStride = channels * inner, RunLength = inner };
    }

    /// <summary>Where a run begins.</summary>
    public int Start(int group, int run) => group * Stride + run * RunStride;

    /// <summary>All runs of a group.</summary>
    public Runs RunsOf(int group) => new(group * Stride, RunStride, Runs, RunLength);

    /// <summary>How many parts of a group have a weight of their own: one if all runs share it, else each run.</summary>
    public int Parts => RunWeights == 0 ? 1 : Runs;

    /// <summary>The runs of a part.</summary>
    public Runs RunsOf(int group, int part) => RunWeights == 0 ? RunsOf(group) : new(Start(group, part), RunStride, 1, RunLength);

    /// <summary>The first weight of a run.</summary>
    public int Weight(int group, int run) => group % WeightGroups * GroupWeights + run * RunWeights;

    /// <summary>A layout with the axes as the groups want them.</summary>
    public Layout Order(Layout layout)
    {
        if (!IsTransposed)
            return layout;
        var order = new int[layout.Shape.Rank];
        for (var axis = 0; axis < order.Length; axis++)
            order[axis] = axis < 2 ? 1 - axis : axis;
        return layout.Permute(order);
    }

    /// <summary>The elements of a result as its shape wants them: changing axes 0 and 1 is undone.</summary>
    public Storage<T> InPlace<T>(Storage<T> result, Shape shape) where T : unmanaged
    {
        if (!IsTransposed)
            return result;
        var inPlace = Storage.Allocate<T>(result.Length);
        Copying.Gather(result.Span, Order(Order(shape.Contiguous).Shape.Contiguous), inPlace.Span);
        result.GiveBack();
        return inPlace;
    }
}

/// <summary>
/// What is known of each group: the mean in two parts, one that the elements' type holds, so that subtracting it loses nothing where
/// all elements are large, and the small rest; and the mean square distance from it.
/// </summary>
internal sealed class GroupStatistics(int count, bool isCentered, double epsilon)
{
    /// <summary>False if the mean counts as 0.</summary>
    public bool IsCentered { get; } = isCentered;

    /// <summary>The greater part of the means.</summary>
    public double[] Shift { get; } = new double[count];

    /// <summary>The rest of the means.</summary>
    public double[] Rest { get; } = new double[count];

    /// <summary>The mean square distances.</summary>
    public double[] Variance { get; } = new double[count];

    /// <summary>Notes the mean of a group whose elements have the type T.</summary>
    public void SetMean<T>(int group, double mean) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shift[group] = double.CreateTruncating(T.CreateTruncating(mean));
        Rest[group] = mean - Shift[group];
    }

    /// <summary>What a group's distances from the mean are multiplied by: 1 / √(variance + ε).</summary>
    public double Scale(int group) => 1 / Math.Sqrt(Variance[group] + epsilon);
}
