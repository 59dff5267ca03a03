using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>A = V diag(w) V^H for a Hermitian A: reflectors make it real and tridiagonal, rotations diagonal.</summary>
internal static unsafe class HermitianEigen<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    internal static nint ScratchBytes(nint n) => (2 * Scratch.BytesOf(n * n, TElements.Parts)) + (8 * Scratch.BytesOf(n, TElements.Parts)) + Reflectors<TElements, T>.ScratchBytes(n, n);

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
        if (wantVectors)
        {
            q.SetIdentity();
            Reflectors<TElements, T>.Form(v.Part(1, n - 1, 0, n - 1), taus, q.Part(1, n - 1, 1, n - 1), scratch, team);
            Transpose(q, a);
        }

        rotations.Start(wantVectors ? (double*)a.Row(0) : null, n * TElements.Parts);
        if (!TridiagonalEigen.Run(d, beside, n, rotations, team)) return false;
        nint* order = scratch.Take<nint>(n);
        Order.Sort(d, n, descending: false, order);
        for (nint k = 0; k < n; k++)
        {
            values[k] = d[k];
            if (wantVectors) a.Part(order[k], 1, 0, n).CopyTo(vectors.Part(k, 1, 0, n));
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

    /// <summary>Q^H A Q = tridiagonal with d on and <paramref name="beside"/> next to the diagonal; both triangles of A are kept up to date.</summary>
    private static void Reduce(in Block<T> a, in Block<T> v, T* taus, double* d, double* beside, Scratch scratch)
    {
        nint n = a.Rows;
        T* column = scratch.Take<T>(n);
        T* product = scratch.Take<T>(n);
        T* conjugate = scratch.Take<T>(n);
        for (nint k = 0; k < n; k++)
        {
            d[k] = TElements.Real(a[k, k]);
            nint count = n - k - 1;
            if (count == 0) break;
            nint first = k + 1;
            for (nint i = 0; i < count; i++) column[i] = a[first + i, k];
            beside[k] = Reflectors<TElements, T>.Make(column, count, out T tau);
            taus[k] = tau;
            for (nint i = 0; i < count; i++) v[first + i, k] = column[i];
            if (tau == T.Zero) continue;

            // product = (tau A v)^H, from the rows of A: A is Hermitian.
            new Span<T>(product, checked((int)count)).Clear();
            for (nint i = 0; i < count; i++) TElements.AddScaled(TElements.Conjugate(tau * column[i]), a.Row(first + i) + first, product, count);
            T alpha = TElements.Dot(product, column, count) * tau * TElements.From(-0.5);
            for (nint i = 0; i < count; i++)
            {
                conjugate[i] = TElements.Conjugate(column[i]);
                product[i] += TElements.Conjugate(alpha * column[i]);
            }

            for (nint i = 0; i < count; i++)
            {
                T* row = a.Row(first + i) + first;
                TElements.AddScaled(-column[i], product, row, count);
                TElements.AddScaled(-TElements.Conjugate(product[i]), conjugate, row, count);
            }
        }
    }
}
