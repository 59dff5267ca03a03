using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>Brings the lanes of a register that are wanted, a bit each, to its front; what follows them is anything.</summary>
internal static unsafe class FilledLanes
{
    /// <summary>For each set of eight lanes of 4 bytes, and then of four lanes of 8 bytes: which 4 bytes come to which place.</summary>
    private static readonly int* Sources = Make();

    /// <summary>The table for lanes of so many bytes: a register for each set.</summary>
    internal static int* Of(int laneBytes) => Sources + (laneBytes == 4 ? 0 : 256 * 8);

    internal static Vector256<int> Bring(Vector256<int> lanes, uint wanted, int* table) => Vector256.ShuffleNative(lanes, Vector256.LoadAligned(table + (8 * (nint)wanted)));

    private static int* Make()
    {
        var table = (int*)NativeMemory.AlignedAlloc((256 + 16) * 8 * sizeof(int), 32);
        new Span<int>(table, (256 + 16) * 8).Clear();
        for (uint wanted = 0; wanted < 256; wanted++)
        {
            int* next = table + (8 * wanted);
            for (uint left = wanted; left != 0; left &= left - 1) *next++ = BitOperations.TrailingZeroCount(left);
        }

        for (uint wanted = 0; wanted < 16; wanted++)
        {
            int* next = table + (8 * (256 + wanted));
            for (uint left = wanted; left != 0; left &= left - 1)
            {
                *next++ = 2 * BitOperations.TrailingZeroCount(left);
                *next++ = (2 * BitOperations.TrailingZeroCount(left)) + 1;
            }
        }

        return table;
    }
}
