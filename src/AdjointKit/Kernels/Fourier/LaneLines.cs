using System.Numerics;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Moves lines of an array (the points of one transform lie side by side) to lanes and back.</summary>
internal static unsafe class LaneLines<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The offsets of the lines of a register. Where fewer lines are left, the last one stands in all lanes that remain: it is read and written, with the
    /// same bits, several times, and nothing outside the array is.
    /// </summary>
    internal static void FillOffsets(nint* offsets, nint lines, nint stride)
    {
        for (int lane = 0; lane < TOps.Width; lane++) offsets[lane] = Math.Min(lane, lines - 1) * stride;
    }

    /// <summary>Reads complex points of Width lines to their positions.</summary>
    internal static void Load(T* source, nint* offsets, int points, int* positions, T* scratch, bool exchanged)
    {
        int point = 0;
        for (; point + TOps.BlockPoints <= points; point += TOps.BlockPoints) TOps.LoadLines(source + (2 * (nint)point), offsets, scratch, positions + point, exchanged);
        for (; point < points; point++) LineBlocks.Load(TOps.Width, 1, source + (2 * (nint)point), offsets, scratch, positions + point, exchanged);
    }

    /// <summary>Writes complex points, in the order of the scratch, times a factor.</summary>
    internal static void Store(T* scratch, int points, T factor, T* target, nint* offsets, bool exchanged)
    {
        int point = 0;
        nint step = LaneComplex<TOps, TVector, T>.Step;
        for (; point + TOps.BlockPoints <= points; point += TOps.BlockPoints) TOps.StoreLines(scratch + (point * step), factor, target + (2 * (nint)point), offsets, exchanged);
        for (; point < points; point++) LineBlocks.Store(TOps.Width, 1, scratch + (point * step), factor, target + (2 * (nint)point), offsets, exchanged);
    }

    /// <summary>Reads real points of Width lines to the real parts at their positions; the imaginary parts become 0.</summary>
    internal static void LoadReal(T* source, nint* offsets, int points, int* positions, T* scratch)
    {
        for (int point = 0; point < points; point++)
        {
            T* pair = scratch + (positions[point] * (nint)LaneComplex<TOps, TVector, T>.Step);
            for (int lane = 0; lane < TOps.Width; lane++) pair[lane] = source[offsets[lane] + point];
            TOps.Store(TOps.Zero, pair + TOps.Width);
        }
    }

    /// <summary>Writes the second parts of the points (the real ones after an exchange), times a factor, as real lines.</summary>
    internal static void StoreSecond(T* scratch, int points, T factor, T* target, nint* offsets)
    {
        for (int point = 0; point < points; point++)
        {
            T* second = scratch + (point * (nint)LaneComplex<TOps, TVector, T>.Step) + TOps.Width;
            for (int lane = 0; lane < TOps.Width; lane++) target[offsets[lane] + point] = second[lane] * factor;
        }
    }
}
