using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.Kernels.Indexing;

/// <summary>
/// Sorts keys, and with them the places where they stood, equal keys in the order in which they stood: short lines by merging, long ones by digits, each of which is
/// one pass over the line.
/// </summary>
internal static unsafe class StableSort
{
    /// <summary>From this length on digits are quicker.</summary>
    internal const int DigitLength = 1024;

    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;
    private const int RunLength = 16;

    /// <summary>Sorts by whichever way is quicker for the length; the result is in <paramref name="keys"/> and <paramref name="places"/>, the others are scratch.</summary>
    internal static void Sort<TKey>(TKey* keys, int* places, TKey* otherKeys, int* otherPlaces, int count)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        if (count < DigitLength) ByMerging(keys, places, otherKeys, otherPlaces, count);
        else ByDigits(keys, places, otherKeys, otherPlaces, count);
    }

    internal static void ByMerging<TKey>(TKey* keys, int* places, TKey* otherKeys, int* otherPlaces, int count)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        for (int start = 0; start < count; start += RunLength) InsertionSort(keys + start, places + start, Math.Min(RunLength, count - start));
        bool swapped = false;
        for (int width = RunLength; width < count; width *= 2)
        {
            for (int start = 0; start < count; start += 2 * width) Merge(keys, places, otherKeys, otherPlaces, start, Math.Min(start + width, count), Math.Min(start + (2 * width), count));
            Swap(ref keys, ref places, ref otherKeys, ref otherPlaces, ref swapped);
        }

        if (swapped) CopyBack(keys, places, otherKeys, otherPlaces, count);
    }

    internal static void ByDigits<TKey>(TKey* keys, int* places, TKey* otherKeys, int* otherPlaces, int count)
        where TKey : unmanaged, IBinaryInteger<TKey>, IUnsignedNumber<TKey>
    {
        const int MostPasses = 6;
        int passes = ((sizeof(TKey) * 8) + DigitBits - 1) / DigitBits;
        int* counts = (int*)NativeMemory.AllocZeroed(MostPasses * Digits, sizeof(int));
        for (int k = 0; k < count; k++)
        {
            for (int pass = 0; pass < passes; pass++) counts[(pass * Digits) + Digit(keys[k], pass)]++;
        }

        bool swapped = false;
        for (int pass = 0; pass < passes; pass++)
        {
            int* starts = counts + (pass * Digits);
            if (starts[Digit(keys[0], pass)] == count) continue;
            int before = 0;
            for (int digit = 0; digit < Digits; digit++) (starts[digit], before) = (before, before + starts[digit]);
            for (int k = 0; k < count; k++)
            {
                int to = starts[Digit(keys[k], pass)]++;
                otherKeys[to] = keys[k];
                otherPlaces[to] = places[k];
            }

            Swap(ref keys, ref places, ref otherKeys, ref otherPlaces, ref swapped);
        }

        NativeMemory.Free(counts);
        if (swapped) CopyBack(keys, places, otherKeys, otherPlaces, count);
    }

    private static int Digit<TKey>(TKey key, int pass)
        where TKey : unmanaged, IBinaryInteger<TKey> => int.CreateTruncating(key >>> (pass * DigitBits)) & (Digits - 1);

    private static void InsertionSort<TKey>(TKey* keys, int* places, int count)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        for (int k = 1; k < count; k++)
        {
            TKey key = keys[k];
            int place = places[k];
            int to = k;
            for (; to > 0 && keys[to - 1] > key; to--)
            {
                keys[to] = keys[to - 1];
                places[to] = places[to - 1];
            }

            keys[to] = key;
            places[to] = place;
        }
    }

    private static void Merge<TKey>(TKey* keys, int* places, TKey* intoKeys, int* intoPlaces, int left, int middle, int end)
        where TKey : unmanaged, IBinaryInteger<TKey>
    {
        int right = middle;
        for (int to = left, from = left; to < end; to++)
        {
            int taken = right == end || (from < middle && keys[from] <= keys[right]) ? from++ : right++;
            intoKeys[to] = keys[taken];
            intoPlaces[to] = places[taken];
        }
    }

    private static void Swap<TKey>(ref TKey* keys, ref int* places, ref TKey* otherKeys, ref int* otherPlaces, ref bool swapped)
        where TKey : unmanaged
    {
        TKey* sortedKeys = otherKeys;
        int* sortedPlaces = otherPlaces;
        otherKeys = keys;
        otherPlaces = places;
        keys = sortedKeys;
        places = sortedPlaces;
        swapped = !swapped;
    }

    /// <summary>The sorted arrays are the scratch: they go where the caller looks.</summary>
    private static void CopyBack<TKey>(TKey* keys, int* places, TKey* wantedKeys, int* wantedPlaces, int count)
        where TKey : unmanaged
    {
        new ReadOnlySpan<TKey>(keys, count).CopyTo(new Span<TKey>(wantedKeys, count));
        new ReadOnlySpan<int>(places, count).CopyTo(new Span<int>(wantedPlaces, count));
    }
}
