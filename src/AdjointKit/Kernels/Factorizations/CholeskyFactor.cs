using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>A = L L^H in place, L lower triangular: right-looking, in blocks of columns. Reads the lower triangle only; what is above the diagonal becomes 0.</summary>
internal static unsafe class CholeskyFactor<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    private const int BlockLength = 48;

    /// <summary>The updated part is cut in strips of rows, of which only what lies left of the diagonal block is computed.</summary>
    private const int StripLength = 192;

    internal static nint ScratchBytes(nint n) => Scratch.BytesOf(BlockLength * BlockLength, TElements.Parts) + Scratch.BytesOf(n * BlockLength, TElements.Parts);

    /// <summary>Returns the number of the first pivot that is not positive, and its value; -1 when there is none.</summary>
    internal static nint Factor(in Block<T> a, ref Scratch scratch, ThreadTeam team, out double pivot)
    {
        nint n = a.Rows;
        T* adjoint = scratch.Take<T>(BlockLength * BlockLength);
        T* negated = scratch.Take<T>(n * BlockLength);
        for (nint first = 0; first < n; first += BlockLength)
        {
            nint width = Math.Min(BlockLength, n - first);
            nint failed = FactorDiagonal(a.Part(first, width, first, width), adjoint, out pivot);
            if (failed >= 0) return first + failed;
            nint below = n - first - width;
            if (below == 0) continue;
            Block<T> panel = a.Part(first + width, below, first, width);
            SolvePanel(panel, adjoint);
            var left = new Block<T>(negated, below, width);
            panel.CopyTo(left);
            left.Negate();
            for (nint strip = 0; strip < below; strip += StripLength)
            {
                nint rows = Math.Min(StripLength, below - strip);
                a.Part(first + width + strip, rows, first + width, strip + rows).Multiply(
                    MatrixForm.Plain, left.Part(strip, rows, 0, width), MatrixForm.ConjugateTransposed, panel.Part(0, strip + rows, 0, width), add: true, team);
            }
        }

        for (nint row = 0; row < n; row++) new Span<T>(a.Row(row) + row + 1, checked((int)(n - row - 1))).Clear();
        pivot = 0;
        return -1;
    }

    /// <summary>Factors a block and leaves L^H, row by row, in <paramref name="adjoint"/>.</summary>
    private static nint FactorDiagonal(in Block<T> block, T* adjoint, out double pivot)
    {
        nint n = block.Rows;
        for (nint k = 0; k < n; k++)
        {
            pivot = TElements.Real(block[k, k]);
            if (!(pivot > 0)) return k;
            T* row = adjoint + (k * n);
            double root = Math.Sqrt(pivot);
            T scale = TElements.From(1 / root);
            block[k, k] = TElements.From(root);
            row[k] = block[k, k];
            for (nint i = k + 1; i < n; i++)
            {
                T value = block[i, k] * scale;
                block[i, k] = value;
                row[i] = TElements.Conjugate(value);
                TElements.AddScaled(-value, row + k + 1, block.Row(i) + k + 1, i - k);
            }
        }

        pivot = 0;
        return -1;
    }

    /// <summary>X L^H = A for the rows of A below a diagonal block.</summary>
    private static void SolvePanel(in Block<T> panel, T* adjoint)
    {
        nint n = panel.Columns;
        for (nint i = 0; i < panel.Rows; i++)
        {
            T* row = panel.Row(i);
            for (nint k = 0; k < n; k++)
            {
                row[k] *= TElements.From(1 / TElements.Real(adjoint[(k * n) + k]));
                TElements.AddScaled(-row[k], adjoint + (k * n) + k + 1, row + k + 1, n - k - 1);
            }
        }
    }
}
