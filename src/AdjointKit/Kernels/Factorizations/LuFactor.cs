using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// P A = L U in place with partial pivoting, in blocks of columns: L, whose diagonal is 1, below the diagonal and U from it on. P is kept as the exchanges in their order:
/// row k with row number <c>exchanges[k]</c>.
/// </summary>
internal static unsafe class LuFactor<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    private const int BlockLength = 32;

    internal static nint ScratchBytes(nint n) => Scratch.BytesOf(n * BlockLength, TElements.Parts);

    /// <summary>A pivot of 0 stays in U and nothing is eliminated by it.</summary>
    internal static void Factor(in Block<T> a, nint* exchanges, ref Scratch scratch, ThreadTeam team)
    {
        nint n = a.Rows;
        T* negated = scratch.Take<T>(n * BlockLength);
        for (nint first = 0; first < n; first += BlockLength)
        {
            nint width = Math.Min(BlockLength, n - first);
            nint next = first + width;
            FactorPanel(a, first, next, exchanges);
            if (next == n) break;
            for (nint k = first; k < next; k++)
            {
                for (nint i = k + 1; i < next; i++) TElements.AddScaled(-a[i, k], a.Row(k) + next, a.Row(i) + next, n - next);
            }

            var left = new Block<T>(negated, n - next, width);
            a.Part(next, n - next, first, width).CopyTo(left);
            left.Negate();
            a.Part(next, n - next, next, n - next).Multiply(MatrixForm.Plain, left, MatrixForm.Plain, a.Part(first, width, next, n - next), add: true, team);
        }
    }

    private static void FactorPanel(in Block<T> a, nint first, nint next, nint* exchanges)
    {
        for (nint k = first; k < next; k++)
        {
            nint best = k;
            double size = TElements.Size(a[k, k]);
            for (nint i = k + 1; i < a.Rows; i++)
            {
                double other = TElements.Size(a[i, k]);
                if (other > size) (best, size) = (i, other);
            }

            exchanges[k] = best;
            if (best != k) a.SwapRows(k, best);
            T pivot = a[k, k];
            if (size == 0) continue;
            T* row = a.Row(k) + k + 1;
            for (nint i = k + 1; i < a.Rows; i++)
            {
                T factor = a[i, k] / pivot;
                a[i, k] = factor;
                TElements.AddScaled(-factor, row, a.Row(i) + k + 1, next - k - 1);
            }
        }
    }
}
