using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>The loop that chooses between two operands, element by element.</summary>
internal static class Selecting
{
    /// <summary>result[i] = condition[i] ? x[i] : y[i]; all layouts have the result's shape.</summary>
    public static Storage<T> Select<T>(Storage<bool> condition, Layout conditionLayout, Storage<T> x, Layout xLayout, Storage<T> y, Layout yLayout)
        where T : unmanaged
    {
        var result = Storage.Allocate<T>(conditionLayout.Shape.ElementCount);
        var rows = new StridedRows(conditionLayout, xLayout, yLayout);
        for (var at = 0; rows.Next(); at += rows.Length)
        {
            Threads.Run(rows.Length, new Row<T>(
                condition, rows.Offset0, rows.Stride0, x, rows.Offset1, rows.Stride1, y, rows.Offset2, rows.Stride2, result, at));
        }
        return result;
    }

    private readonly struct Row<T>(
        Storage<bool> condition, int conditionOffset, int conditionStride, Storage<T> x, int xOffset, int xStride,
        Storage<T> y, int yOffset, int yStride, Storage<T> result, int resultOffset) : IRangeWork where T : unmanaged
    {
        public void Invoke(int start, int end)
        {
            ref var flag = ref At(condition.Span, conditionOffset + start * conditionStride);
            ref var left = ref At(x.Span, xOffset + start * xStride);
            ref var right = ref At(y.Span, yOffset + start * yStride);
            ref var chosen = ref At(result.Span, resultOffset + start);
            var (i, count) = (0, end - start);
            if (Vector.IsHardwareAccelerated && Unsafe.SizeOf<T>() >= sizeof(uint) && conditionStride == 1 && xStride is 0 or 1 && yStride is 0 or 1)
            {
                for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
                {
                    // One vector of flags, a byte each, becomes four of the width of a 32-bit element.
                    Vector.Widen(Vector.LoadUnsafe(ref Unsafe.As<bool, byte>(ref flag), (nuint)i), out var low, out var high);
                    Vector.Widen(low, out var first, out var second);
                    Vector.Widen(high, out var third, out var fourth);
                    Choose(first, ref left, ref right, ref chosen, i);
                    Choose(second, ref left, ref right, ref chosen, i + Vector<uint>.Count);
                    Choose(third, ref left, ref right, ref chosen, i + 2 * Vector<uint>.Count);
                    Choose(fourth, ref left, ref right, ref chosen, i + 3 * Vector<uint>.Count);
                }
            }
            for (; i < count; i++)
                Unsafe.Add(ref chosen, i) = Unsafe.Add(ref flag, i * conditionStride) ? Unsafe.Add(ref left, i * xStride) : Unsafe.Add(ref right, i * yStride);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Choose(Vector<uint> flags, ref T left, ref T right, ref T chosen, int i)
        {
            if (Unsafe.SizeOf<T>() == sizeof(uint))
            {
                Choose(Vector.Equals(flags, Vector<uint>.Zero).As<uint, T>(), ref left, ref right, ref chosen, i);
                return;
            }
            Vector.Widen(flags, out var low, out var high);
            Choose(Vector.Equals(low, Vector<ulong>.Zero).As<ulong, T>(), ref left, ref right, ref chosen, i);
            Choose(Vector.Equals(high, Vector<ulong>.Zero).As<ulong, T>(), ref left, ref right, ref chosen, i + Vector<ulong>.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Choose(Vector<T> isRight, ref T left, ref T right, ref T chosen, int i)
        {
            var l = xStride == 0 ? Vector.Create(left) : Vector.LoadUnsafe(ref left, (nuint)i);
            var r = yStride == 0 ? Vector.Create(right) : Vector.LoadUnsafe(ref right, (nuint)i);
            Vector.ConditionalSelect(isRight, r, l).StoreUnsafe(ref chosen, (nuint)i);
        }

        private static ref TElement At<TElement>(Span<TElement> span, int index) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);
    }
}
