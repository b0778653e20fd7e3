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
            ref var c = ref At(condition.Span, conditionOffset + start * conditionStride);
            ref var l = ref At(x.Span, xOffset + start * xStride);
            ref var r = ref At(y.Span, yOffset + start * yStride);
            var chosen = result.Span[(resultOffset + start)..(resultOffset + end)];
            for (var i = 0; i < chosen.Length; i++)
                chosen[i] = Choose(Unsafe.Add(ref c, i * conditionStride), Unsafe.Add(ref l, i * xStride), Unsafe.Add(ref r, i * yStride));
        }

        private static ref TElement At<TElement>(Span<TElement> span, int index) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);

        /// <summary>With a mask instead of a jump: conditions are often as good as random, and a mispredicted jump costs ten elements.</summary>
        private static T Choose(bool condition, T x, T y)
        {
            var mask = -(long)Unsafe.BitCast<bool, byte>(condition);
            if (Unsafe.SizeOf<T>() == sizeof(int))
                return Unsafe.BitCast<int, T>((Unsafe.BitCast<T, int>(x) & (int)mask) | (Unsafe.BitCast<T, int>(y) & ~(int)mask));
            if (Unsafe.SizeOf<T>() == sizeof(long))
                return Unsafe.BitCast<long, T>((Unsafe.BitCast<T, long>(x) & mask) | (Unsafe.BitCast<T, long>(y) & ~mask));
            return condition ? x : y;
        }
    }
}
