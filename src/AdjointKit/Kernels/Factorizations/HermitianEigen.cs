using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>A = V diag(w) V^H for a Hermitian A: reflectors make it real and tridiagonal, rotations diagonal.</summary>
internal static unsafe class HermitianEigen<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    internal static nint ScratchBytes(nint n) => (2 * Scratch.BytesOf(n * n, TElements.Parts)) + Scratch.BytesForRotations(n, n, TElements.Parts) + (8 * Scratch.BytesOf(n, TElements.Parts)) + Reflectors<TElements, T>.ScratchBytes(n, n);

    /// <summary>Values in ascending order, and their vectors in the rows of <paramref name="vectors"/>, not conjugated, if it is wanted. A is used up.</summary>
    /// <returns>Whether the iteration converged.</returns>
    internal static bool Factor(in Block<T> a, double* values, in Block<T> vectors, bool wantVectors, Rotations rotations, Scratch scratch, ThreadTeam team)
    {
        nint n = a.Rows;
        if (n == 0) return true;
        var v = new Block<T>(scratch.Take<T>(n * n), n, n - 1);
        T* taus = scratch.Take<T>(n);
        double* d = scratch.Take<double>(n);
        double* beside = scratch.Take<double>(n);
        v.Clear();
        Reduce(a, v, taus, d, beside, scratch);
        var q = new Block<T>(scratch.Take<T>(n * n), n, n);
        Block<T> rows = Block<T>.ForRotations(scratch.Take<T>(n * Rotations.StrideOf(n * TElements.Parts) / TElements.Parts), n, n);
        if (wantVectors)
        {
            q.SetIdentity();
            Reflectors<TElements, T>.Form(v.Part(1, n - 1, 0, n - 1), taus, q.Part(1, n - 1, 1, n - 1), scratch, team);
            Transpose(q, rows);
        }

        rotations.Start(wantVectors ? (double*)rows.Row(0) : null, n * TElements.Parts);
        if (!TridiagonalEigen.Run(d, beside, n, rotations, team)) return false;
        nint* order = scratch.Take<nint>(n);
        Order.Sort(d, n, descending: false, order);
        for (nint k = 0; k < n; k++)
        {
            values[k] = d[k];
            if (wantVectors) rows.Part(order[k], 1, 0, n).CopyTo(vectors.Part(k, 1, 0, n));
        }

        return true;
    }

    internal static void Transpose(in Block<T> from, in Block<T> to)
    {
        for (nint i = 0; i < from.Rows; i++)
        {
            T* row = from.Row(i);
            for (nint j = 0; j < from.Columns; j++) to[j, i] = row[j];
        }
    }

    /// <summary>
    /// Q^H A Q = tridiagonal with d on and <paramref name="beside"/> next to the diagonal, from the lower triangle of A. A step changes A by v w^H + w v^H; that is done in the pass over A
    /// in which the next step multiplies A by its own v, whose column is brought up to date before.
    /// </summary>
    private static void Reduce(in Block<T> a, in Block<T> v, T* taus, double* d, double* beside, Scratch scratch)
    {
        nint n = a.Rows;
        T* column = scratch.Take<T>(n);
        T* product = scratch.Take<T>(n);
        var last = new Change(scratch.Take<T>(n), scratch.Take<T>(n));
        bool pending = false;
        for (nint k = 0; k < n; k++)
        {
            for (nint i = k; i < n; i++) column[i] = pending ? a[i, k] - last.ElementOf(i, k) : a[i, k];
            d[k] = TElements.Real(column[k]);
            nint first = k + 1;
            if (first == n) break;
            beside[k] = Reflectors<TElements, T>.Make(column + first, n - first, out T tau);
            taus[k] = tau;
            for (nint i = first; i < n; i++) v[i, k] = column[i];

            // product = (tau A v)^H: a row of the lower triangle stands for the column above it too.
            new Span<T>(product, checked((int)n)).Clear();
            for (nint i = first; i < n; i++)
            {
                T* row = a.Row(i) + first;
                nint before = i - first;
                if (pending) last.Apply(row, i, first, before + 1);
                if (tau == T.Zero) continue;
                T scaled = tau * column[i];
                TElements.AddScaled(TElements.Conjugate(scaled), row, product + first, before);
                product[i] += TElements.Conjugate((TElements.Dot(row, column + first, before) * tau) + (row[before] * scaled));
            }

            pending = tau != T.Zero;
            if (!pending) continue;
            T alpha = TElements.Dot(product + first, column + first, n - first) * tau * TElements.From(-0.5);
            for (nint i = first; i < n; i++)
            {
                last.V[i] = TElements.Conjugate(column[i]);
                last.W[i] = product[i] + TElements.Conjugate(alpha * column[i]);
            }
        }
    }

    /// <summary>v w^H + w v^H, to be taken off a matrix; v and w are kept conjugated.</summary>
    private readonly struct Change(T* v, T* w)
    {
        internal T* V => v;

        internal T* W => w;

        internal T ElementOf(nint row, nint column) => (TElements.Conjugate(v[row]) * w[column]) + (TElements.Conjugate(w[row]) * v[column]);

        /// <summary>Takes it off a part of a row.</summary>
        internal void Apply(T* elements, nint row, nint firstColumn, nint count)
        {
            TElements.AddScaled(-TElements.Conjugate(v[row]), w + firstColumn, elements, count);
            TElements.AddScaled(-TElements.Conjugate(w[row]), v + firstColumn, elements, count);
        }
    }
}
