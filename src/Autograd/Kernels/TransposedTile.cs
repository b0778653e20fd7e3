using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>
/// Transposes 16 × 16 elements of four bytes: a cache line across on both sides, each of them read once and written once. Rows of a matrix
/// whose width is a power of two fall into the same few sets of the cache, where lines would be lost before their turn came again.
/// </summary>
/// <remarks>
/// In registers, from rows of lanes to columns, three steps: neighbours are interleaved, then pairs of them, then halves (shown for 4 × 4):
/// <code>
/// a0 a1 a2 a3    a0 b0 a1 b1    a0 b0 c0 d0
/// b0 b1 b2 b3 →  a2 b2 a3 b3 →  a1 b1 c1 d1
/// c0 c1 c2 c3    c0 d0 c1 d1    a2 b2 c2 d2
/// d0 d1 d2 d3    c2 d2 c3 d3    a3 b3 c3 d3
/// </code>
/// </remarks>
internal static class TransposedTile
{
    /// <summary>Rows and columns of a tile.</summary>
    public const int Size = 16;

    /// <summary>True if this machine has the instructions.</summary>
    public static bool IsSupported => Avx.IsSupported;

    /// <summary>target[i, j] = source[j, i]; the strides are those from row to row.</summary>
    public static void Copy<T>(ref T source, int sourceStride, ref T target, int targetStride) where T : unmanaged
    {
        ref var from = ref Unsafe.As<T, float>(ref source);
        ref var to = ref Unsafe.As<T, float>(ref target);
        if (Avx512F.IsSupported)
        {
            CopyHalf(ref from, sourceStride, ref to, targetStride);
            CopyHalf(ref Unsafe.Add(ref from, 8), sourceStride, ref Unsafe.Add(ref to, 8 * targetStride), targetStride);
            return;
        }
        for (var row = 0; row < Size; row += 8)
        {
            CopyQuarter(ref Unsafe.Add(ref from, row), sourceStride, ref Unsafe.Add(ref to, row * targetStride), targetStride);
            CopyQuarter(ref Unsafe.Add(ref from, 8 * sourceStride + row), sourceStride, ref Unsafe.Add(ref to, row * targetStride + 8), targetStride);
        }
    }

    /// <summary>Eight columns of sixteen rows become eight rows. A register holds eight lanes of a row and of the row eight below.</summary>
    private static void CopyHalf(ref float source, int stride, ref float target, int targetStride)
    {
        var (a0, a1, a2, a3) = (Load(ref source, 0, stride), Load(ref source, 1, stride), Load(ref source, 2, stride), Load(ref source, 3, stride));
        var (a4, a5, a6, a7) = (Load(ref source, 4, stride), Load(ref source, 5, stride), Load(ref source, 6, stride), Load(ref source, 7, stride));
        var (b0, b1) = (Avx512F.UnpackLow(a0, a1), Avx512F.UnpackHigh(a0, a1));
        var (b2, b3) = (Avx512F.UnpackLow(a2, a3), Avx512F.UnpackHigh(a2, a3));
        var (b4, b5) = (Avx512F.UnpackLow(a4, a5), Avx512F.UnpackHigh(a4, a5));
        var (b6, b7) = (Avx512F.UnpackLow(a6, a7), Avx512F.UnpackHigh(a6, a7));
        Store(Avx512F.Shuffle(b0, b2, 0x44), Avx512F.Shuffle(b4, b6, 0x44), ref target, 0, targetStride);
        Store(Avx512F.Shuffle(b0, b2, 0xEE), Avx512F.Shuffle(b4, b6, 0xEE), ref target, 1, targetStride);
        Store(Avx512F.Shuffle(b1, b3, 0x44), Avx512F.Shuffle(b5, b7, 0x44), ref target, 2, targetStride);
        Store(Avx512F.Shuffle(b1, b3, 0xEE), Avx512F.Shuffle(b5, b7, 0xEE), ref target, 3, targetStride);

        static Vector512<float> Load(ref float from, int row, int stride) => Vector512.Create(
            Vector256.LoadUnsafe(ref from, (nuint)(row * stride)), Vector256.LoadUnsafe(ref from, (nuint)((row + 8) * stride)));

        // Quarters of low: rows 0–3 of columns k and k + 4, then rows 8–11 of both; of high: rows 4–7, then 12–15.
        static void Store(Vector512<float> low, Vector512<float> high, ref float to, int k, int stride)
        {
            var first = Avx512F.Shuffle4x128(low, high, 0b10_00_10_00);
            var second = Avx512F.Shuffle4x128(low, high, 0b11_01_11_01);
            Avx512F.Shuffle4x128(first, first, 0b11_01_10_00).StoreUnsafe(ref to, (nuint)(k * stride));
            Avx512F.Shuffle4x128(second, second, 0b11_01_10_00).StoreUnsafe(ref to, (nuint)((k + 4) * stride));
        }
    }

    /// <summary>Eight columns of eight rows become eight rows.</summary>
    private static void CopyQuarter(ref float source, int stride, ref float target, int targetStride)
    {
        var (a0, a1, a2, a3) = (Load(ref source, 0, stride), Load(ref source, 1, stride), Load(ref source, 2, stride), Load(ref source, 3, stride));
        var (a4, a5, a6, a7) = (Load(ref source, 4, stride), Load(ref source, 5, stride), Load(ref source, 6, stride), Load(ref source, 7, stride));
        var (b0, b1) = (Avx.UnpackLow(a0, a1), Avx.UnpackHigh(a0, a1));
        var (b2, b3) = (Avx.UnpackLow(a2, a3), Avx.UnpackHigh(a2, a3));
        var (b4, b5) = (Avx.UnpackLow(a4, a5), Avx.UnpackHigh(a4, a5));
        var (b6, b7) = (Avx.UnpackLow(a6, a7), Avx.UnpackHigh(a6, a7));
        Store(Avx.Shuffle(b0, b2, 0x44), Avx.Shuffle(b4, b6, 0x44), ref target, 0, targetStride);
        Store(Avx.Shuffle(b0, b2, 0xEE), Avx.Shuffle(b4, b6, 0xEE), ref target, 1, targetStride);
        Store(Avx.Shuffle(b1, b3, 0x44), Avx.Shuffle(b5, b7, 0x44), ref target, 2, targetStride);
        Store(Avx.Shuffle(b1, b3, 0xEE), Avx.Shuffle(b5, b7, 0xEE), ref target, 3, targetStride);

        static Vector256<float> Load(ref float from, int row, int stride) => Vector256.LoadUnsafe(ref from, (nuint)(row * stride));

        // Halves of low: rows 0–3 of columns k and k + 4; of high: rows 4–7.
        static void Store(Vector256<float> low, Vector256<float> high, ref float to, int k, int stride)
        {
            Avx.Permute2x128(low, high, 0x20).StoreUnsafe(ref to, (nuint)(k * stride));
            Avx.Permute2x128(low, high, 0x31).StoreUnsafe(ref to, (nuint)((k + 4) * stride));
        }
    }
}
