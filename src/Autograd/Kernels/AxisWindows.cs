namespace Autograd.Kernels;

/// <summary>Which positions of an axis each window looks at: those of a sliding window, or those of an axis cut into parts.</summary>
internal sealed class AxisWindows
{
    private readonly int[] _first, _length, _reach;

    private AxisWindows(int size, int step, int[] first, int[] length, int[] reach) =>
        (Size, Step, _first, _length, _reach) = (size, step, first, length, reach);

    /// <summary>The size of the axis.</summary>
    public int Size { get; }

    /// <summary>The number of windows.</summary>
    public int Count => _first.Length;

    /// <summary>From one position of a window to the next.</summary>
    public int Step { get; }

    /// <summary>The sliding window, if it is one.</summary>
    public WindowAxis? Sliding { get; private init; }

    /// <summary>The first position of each window that lies in the axis.</summary>
    public ReadOnlySpan<int> First => _first;

    /// <summary>How many positions of each window lie in the axis.</summary>
    public ReadOnlySpan<int> Length => _length;

    /// <summary>How many positions of each window lie in the axis or in its padding.</summary>
    public ReadOnlySpan<int> Reach => _reach;

    /// <summary>A window that slides along the axis.</summary>
    public static AxisWindows Of(WindowAxis axis)
    {
        var count = axis.Count;
        int[] first = new int[count], length = new int[count], reach = new int[count];
        for (var i = 0; i < count; i++)
        {
            var start = axis.Start(i);
            var skipped = start >= 0 ? 0 : (-start + axis.Dilation - 1) / axis.Dilation;
            first[i] = start + skipped * axis.Dilation;
            length[i] = Math.Max(0, Math.Min(axis.Window - skipped, (axis.Size - first[i] + axis.Dilation - 1) / axis.Dilation));
            reach[i] = Math.Min(axis.Window, (axis.Size + axis.After - start + axis.Dilation - 1) / axis.Dilation);
        }
        return new AxisWindows(axis.Size, axis.Dilation, first, length, reach) { Sliding = axis };
    }

    /// <summary>The axis cut into parts as equal as can be: part i goes from ⌊i·size / count⌋ up to, without, ⌈(i + 1)·size / count⌉; they may overlap by one.</summary>
    public static AxisWindows Parts(int size, int count)
    {
        int[] first = new int[count], length = new int[count];
        for (var i = 0; i < count; i++)
        {
            first[i] = (int)((long)i * size / count);
            length[i] = (int)(((i + 1L) * size + count - 1) / count) - first[i];
        }
        return new AxisWindows(size, 1, first, length, length);
    }
}

/// <summary>Windows over planes of up to three axes; axes that are not there have size 1 and one window of 1.</summary>
internal sealed class WindowGrid
{
    /// <summary>Where a row has fewer windows, they are taken one after another; else all together, as vectors.</summary>
    public const int FewWindows = 4;

    private static readonly AxisWindows _none = AxisWindows.Of(new WindowAxis(1, 1, 1, 0, 0, 1));

    private readonly AxisWindows[] _axes;

    /// <summary>Windows over the given axes, outermost first.</summary>
    public WindowGrid(AxisWindows[] axes)
    {
        _axes = axes;
        Width = axes[^1];
        Height = axes.Length > 1 ? axes[^2] : _none;
        Depth = axes.Length > 2 ? axes[^3] : _none;
    }

    /// <summary>The axes that are there, outermost first.</summary>
    public ReadOnlySpan<AxisWindows> Axes => _axes;

    public AxisWindows Depth { get; }

    public AxisWindows Height { get; }

    public AxisWindows Width { get; }

    /// <summary>The number of elements of a plane.</summary>
    public int PlaneSize => Depth.Size * Height.Size * Width.Size;

    /// <summary>The number of windows of a plane.</summary>
    public int Count => Rows * Width.Count;

    /// <summary>The number of rows of windows in a plane.</summary>
    public int Rows => Depth.Count * Height.Count;

    /// <summary>How many elements the windows of one row look at, about.</summary>
    public int RowCost => Math.Max(1, (int)Math.Min(int.MaxValue, (long)Width.Count * Longest(Width) * Longest(Height) * Longest(Depth)));

    /// <summary>The shape with the windows in place of the elements: the last axes are those of a plane.</summary>
    public Shape Result(Shape shape)
    {
        int[] sizes = [.. shape.Sizes];
        for (var axis = 1; axis <= _axes.Length; axis++)
            sizes[^axis] = _axes[^axis].Count;
        return Shape.Create(sizes);
    }

    /// <summary>The axes before those of a plane.</summary>
    public Shape Outer(Shape shape) => Shape.Create(shape.Sizes[..^_axes.Length]);

    /// <summary>Where a row of windows lies, counted over all planes.</summary>
    public (int Plane, int Depth, int Height) Place(int row)
    {
        var (slice, height) = Math.DivRem(row, Height.Count);
        var (plane, depth) = Math.DivRem(slice, Depth.Count);
        return (plane, depth, height);
    }

    private static int Longest(AxisWindows axis)
    {
        var longest = 0;
        foreach (var length in axis.Length)
            longest = Math.Max(longest, length);
        return longest;
    }
}
