using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>Elements one after another in memory, plane by plane.</summary>
internal readonly record struct Planes<T>(Storage<T> Storage, int Offset) where T : unmanaged
{
    /// <summary>The elements in place where they lie one after another, else in a copy.</summary>
    public static Planes<T> Of(Storage storage, Layout layout)
    {
        var source = (Storage<T>)storage;
        if (layout.IsContiguous)
            return new Planes<T>(source, layout.Offset);
        var copy = Autograd.Storage.Allocate<T>(layout.Shape.ElementCount);
        Copying.Gather(source.Span, layout, copy.Span);
        return new Planes<T>(copy, 0);
    }

    /// <summary>Gives the copy back if there is one.</summary>
    public void GiveBackCopyOf(Storage storage)
    {
        if (!ReferenceEquals(storage, Storage))
            Storage.GiveBack();
    }

    /// <summary>One plane.</summary>
    public Span<T> Plane(int index, int size) => Storage.Span.Slice(Offset + index * size, size);

    /// <summary>Some elements from a place on.</summary>
    public Span<T> From(int start, int count) => Storage.Span.Slice(Offset + start, count);
}

/// <summary>
/// A row whose elements are wanted in steps of a stride, from several starts: they are sorted once by their remainder, so that each wish is
/// a run of memory and loops over it are vectors.
/// </summary>
internal ref struct SteppedRow<T> where T : unmanaged
{
    private readonly int _stride, _length;
    private readonly T[] _sorted;
    private ReadOnlySpan<T> _row;

    public SteppedRow(int stride, int size)
    {
        (_stride, _length) = (stride, (size + stride - 1) / stride);
        _sorted = stride == 1 ? [] : ArrayPool<T>.Shared.Rent(checked(stride * _length));
    }

    /// <summary>Takes the elements of a row.</summary>
    public void Read(ReadOnlySpan<T> row)
    {
        _row = row;
        if (_stride == 1)
            return;
        if (_stride == 2 && Unsafe.SizeOf<T>() == sizeof(uint) && BitConverter.IsLittleEndian)
        {
            var numbers = MemoryMarshal.Cast<T, uint>(_sorted.AsSpan());
            SplitPairs(MemoryMarshal.Cast<T, uint>(row), numbers[.._length], numbers[_length..]);
            return;
        }
        for (var start = 0; start < Math.Min(_stride, row.Length); start++)
        {
            var run = _sorted.AsSpan(start * _length, (row.Length - start + _stride - 1) / _stride);
            for (int i = 0, from = start; i < run.Length; i++, from += _stride)
                run[i] = row[from];
        }
    }

    /// <summary>The elements start, start + stride, start + 2·stride, …</summary>
    public readonly ReadOnlySpan<T> From(int start, int count) =>
        _stride == 1 ? _row.Slice(start, count) : _sorted.AsSpan(start % _stride * _length + start / _stride, count);

    /// <summary>Elements of 32 bits in pairs: those are numbers of 64 bits, whose lower and upper halves vectors separate.</summary>
    private static void SplitPairs(ReadOnlySpan<uint> row, Span<uint> firsts, Span<uint> seconds)
    {
        var pairs = MemoryMarshal.Cast<uint, ulong>(row);
        var i = 0;
        for (; i <= pairs.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            Vector<ulong> left = new(pairs[i..]), right = new(pairs[(i + Vector<ulong>.Count)..]);
            Vector.Narrow(left, right).CopyTo(firsts[i..]);
            Vector.Narrow(left >>> 32, right >>> 32).CopyTo(seconds[i..]);
        }
        for (; i < pairs.Length; i++)
            (firsts[i], seconds[i]) = ((uint)pairs[i], (uint)(pairs[i] >>> 32));
        if (row.Length % 2 != 0)
            firsts[i] = row[^1];
    }

    public readonly void Dispose() => ArrayPool<T>.Shared.Return(_sorted);
}
