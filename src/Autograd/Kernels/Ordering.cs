using System.Buffers;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// Sorting of a line: the places of its elements in order. NaN counts as greater than everything, −0 equals 0, and equal elements stay in
/// their order, ascending as well as descending. Numbers become unsigned keys of the same order, so one routine serves all types.
/// </summary>
internal static class Ordering
{
    /// <summary>Up to this many places are found by insertion, which beats sorting by digits also where the line is much longer.</summary>
    private const int InsertionLimit = 32;

    private const int DigitCount = 256;

    private record struct Entry(ulong Key, int Place);

    /// <summary>Fills in the places of the first elements in order, as many as there is room for.</summary>
    public static void Sort<T>(ReadOnlySpan<T> line, bool isDescending, Span<long> places) where T : unmanaged
    {
        var flip = isDescending ? ulong.MaxValue : 0;
        if (places.Length <= InsertionLimit)
            SortByInsertion(line, flip, places);
        else
            SortByDigits(line, flip, places);
    }

    private static void SortByInsertion<T>(ReadOnlySpan<T> line, ulong flip, Span<long> places) where T : unmanaged
    {
        if (places.Length == 0)
            return;
        Span<ulong> keys = stackalloc ulong[InsertionLimit];
        var count = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var key = Key(line[i]) ^ flip;
            if (count < places.Length)
                count++;
            else if (key >= keys[count - 1])
                continue;
            var place = count - 1;
            for (; place > 0 && keys[place - 1] > key; place--)
                (keys[place], places[place]) = (keys[place - 1], places[place - 1]);
            (keys[place], places[place]) = (key, i);
        }
    }

    /// <summary>By the last byte of the key, then the one before, and so on: each pass keeps the order of the passes before.</summary>
    private static void SortByDigits<T>(ReadOnlySpan<T> line, ulong flip, Span<long> places) where T : unmanaged
    {
        var entries = ArrayPool<Entry>.Shared.Rent(line.Length);
        var sorted = ArrayPool<Entry>.Shared.Rent(line.Length);
        for (var i = 0; i < line.Length; i++)
            entries[i] = new Entry(Key(line[i]) ^ flip, i);
        Span<int> starts = stackalloc int[DigitCount];
        for (var shift = 0; shift < 8 * Unsafe.SizeOf<T>(); shift += 8)
        {
            starts.Clear();
            foreach (ref readonly var entry in entries.AsSpan(0, line.Length))
                starts[(byte)(entry.Key >> shift)]++;
            if (starts[(byte)(entries[0].Key >> shift)] == line.Length)
                continue;       // all share this digit
            var start = 0;
            foreach (ref var digit in starts)
                (digit, start) = (start, start + digit);
            foreach (ref readonly var entry in entries.AsSpan(0, line.Length))
                sorted[starts[(byte)(entry.Key >> shift)]++] = entry;
            (entries, sorted) = (sorted, entries);
        }
        for (var i = 0; i < places.Length; i++)
            places[i] = entries[i].Place;
        ArrayPool<Entry>.Shared.Return(entries);
        ArrayPool<Entry>.Shared.Return(sorted);
    }

    /// <summary>
    /// An unsigned number that orders as the element does. The bits of a positive floating-point number order as it does, those of a
    /// negative one the other way round.
    /// </summary>
    private static ulong Key<T>(T x) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            var value = (float)(object)x + 0f;      // −0 + 0 is 0
            var bits = BitConverter.SingleToInt32Bits(value);
            return float.IsNaN(value) ? uint.MaxValue : (uint)(bits ^ ((bits >> 31) | int.MinValue));
        }
        if (typeof(T) == typeof(double))
        {
            var value = (double)(object)x + 0.0;
            var bits = BitConverter.DoubleToInt64Bits(value);
            return double.IsNaN(value) ? ulong.MaxValue : (ulong)(bits ^ ((bits >> 63) | long.MinValue));
        }
        return typeof(T) == typeof(long) ? (ulong)((long)(object)x ^ long.MinValue) : (uint)((int)(object)x ^ int.MinValue);
    }
}
