using System.Numerics;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>A = Q R by Householder reflectors, in blocks of columns; the diagonal of R is real and not negative, which makes the factors of a matrix of full rank unique.</summary>
internal static unsafe class QrFactor<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    internal static nint ScratchBytes(nint rows, nint columns)
    {
        nint count = Math.Min(rows, columns);
        return Scratch.BytesOf(rows * count, TElements.Parts) + Scratch.BytesOf(count, TElements.Parts) + Scratch.BytesOf(rows, TElements.Parts)
            + Scratch.BytesOf(Reflectors<TElements, T>.BlockLength, TElements.Parts) + Reflectors<TElements, T>.ScratchBytes(rows, Math.Max(columns, count));
    }

    /// <summary>R in the place of A (its first rows), zeros below the diagonal, and the first columns of Q into <paramref name="q"/>.</summary>
    internal static void Factor(in Block<T> a, in Block<T> q, Scratch scratch, ThreadTeam team)
    {
        (nint rows, nint columns) = (a.Rows, a.Columns);
        nint count = Math.Min(rows, columns);
        var v = new Block<T>(scratch.Take<T>(rows * count), rows, count);
        T* taus = scratch.Take<T>(count);
        T* column = scratch.Take<T>(rows);
        T* products = scratch.Take<T>(Reflectors<TElements, T>.BlockLength);
        v.Clear();
        for (nint first = 0; first < count; first += Reflectors<TElements, T>.BlockLength)
        {
            nint next = Math.Min(count, first + Reflectors<TElements, T>.BlockLength);
            for (nint k = first; k < next; k++)
            {
                for (nint i = k; i < rows; i++) column[i] = a[i, k];
                double beta = Reflectors<TElements, T>.Make(column + k, rows - k, out taus[k]);
                a[k, k] = TElements.From(beta);
                for (nint i = k + 1; i < rows; i++) a[i, k] = T.Zero;
                for (nint i = k; i < rows; i++) v[i, k] = column[i];
                ApplyOne(column, taus[k], a.Part(k, rows - k, k + 1, next - k - 1), k, products);
            }

            if (next < columns) Reflectors<TElements, T>.Apply(v.Part(first, rows - first, first, next - first), taus + first, adjoint: true, a.Part(first, rows - first, next, columns - next), scratch, team);
        }

        Reflectors<TElements, T>.Form(v, taus, q, scratch, team);
        for (nint k = 0; k < count; k++)
        {
            if (TElements.Real(a[k, k]) >= 0) continue;
            a.Part(k, 1, k, columns - k).Negate();
            for (nint i = 0; i < q.Rows; i++) q[i, k] = -q[i, k];
        }
    }

    /// <summary>a = H^H a for the rest of a panel.</summary>
    private static void ApplyOne(T* v, T tau, in Block<T> a, nint from, T* products)
    {
        new Span<T>(products, checked((int)a.Columns)).Clear();
        for (nint i = 0; i < a.Rows; i++) TElements.AddScaled(TElements.Conjugate(v[from + i]), a.Row(i), products, a.Columns);
        for (nint i = 0; i < a.Rows; i++) TElements.AddScaled(-TElements.Conjugate(tau) * v[from + i], products, a.Row(i), a.Columns);
    }
}
