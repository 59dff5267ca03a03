using System.Numerics;

namespace AdjointKit.Kernels.Indexing;

/// <summary>The number that would stand at a place if numbers were sorted (Hoare's quickselect with the median of three); where that goes badly the rest is sorted.</summary>
internal static class QuickSelect
{
    private const int Few = 12;

    /// <summary>The number of a rank, from 0 the smallest; the numbers change places.</summary>
    internal static T Select<T>(Span<T> numbers, int rank)
        where T : unmanaged, IBinaryInteger<T>
    {
        int rounds = 2 * int.Log2(numbers.Length + 1);
        while (numbers.Length > Few && rounds-- > 0)
        {
            T pivot = Median(numbers[0], numbers[numbers.Length / 2], numbers[^1]);
            int low = 0;
            int high = numbers.Length - 1;
            while (low <= high)
            {
                while (numbers[low] < pivot) low++;
                while (numbers[high] > pivot) high--;
                if (low > high) break;
                (numbers[low], numbers[high]) = (numbers[high], numbers[low]);
                low++;
                high--;
            }

            // Up to high all are at most the pivot, from low on at least; what is between them is the pivot.
            if (rank > high && rank < low) return pivot;
            if (rank <= high)
            {
                numbers = numbers[..(high + 1)];
                continue;
            }

            numbers = numbers[low..];
            rank -= low;
        }

        numbers.Sort();
        return numbers[rank];
    }

    private static T Median<T>(T a, T b, T c)
        where T : unmanaged, IBinaryInteger<T> => T.Max(T.Min(a, b), T.Min(T.Max(a, b), c));
}
