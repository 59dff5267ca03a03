using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// A = U diag(s) V^H, thin, for a matrix that is not wider than high: a QR factorisation if it is higher than wide, reflectors from both sides that make R real and bidiagonal
/// (Golub and Kahan 1965), rotations that make it diagonal.
/// </summary>
internal static unsafe class SingularValues<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    internal static nint ScratchBytes(nint rows, nint columns) => (3 * Scratch.BytesOf(columns * columns, TElements.Parts)) + (2 * Scratch.BytesForRotations(columns, columns, TElements.Parts)) + (10 * Scratch.BytesOf(columns, TElements.Parts))
        + Scratch.BytesOf(rows * columns, TElements.Parts) + QrFactor<TElements, T>.ScratchBytes(rows, columns) + Reflectors<TElements, T>.ScratchBytes(columns, columns);

    /// <summary>Values in descending order; if vectors are wanted, U, and the columns of V in the rows of <paramref name="right"/>, not conjugated. A is used up.</summary>
    /// <returns>Whether the iteration converged.</returns>
    internal static bool Factor(in Block<T> a, in Block<T> u, double* values, in Block<T> right, bool wantVectors, Rotations leftRotations, Rotations rightRotations, Scratch scratch, ThreadTeam team)
    {
        (nint rows, nint n) = (a.Rows, a.Columns);
        if (n == 0) return true;
        Block<T> q = default;
        if (rows > n)
        {
            q = new Block<T>(scratch.Take<T>(rows * n), rows, n);
            QrFactor<TElements, T>.Factor(a, q, scratch, team);
        }

        Block<T> square = a.Part(0, n, 0, n);
        var reflectorsLeft = new Block<T>(scratch.Take<T>(n * n), n, n);
        var reflectorsRight = new Block<T>(scratch.Take<T>(n * n), n, n);
        T* tausLeft = scratch.Take<T>(n);
        T* tausRight = scratch.Take<T>(n);
        double* d = scratch.Take<double>(n);
        double* e = scratch.Take<double>(n);
        reflectorsLeft.Clear();
        reflectorsRight.Clear();
        Reduce(square, reflectorsLeft, tausLeft, reflectorsRight, tausRight, d, e, scratch);
        var formed = new Block<T>(scratch.Take<T>(n * n), n, n);
        Block<T> rowsOfU = Block<T>.ForRotations(scratch.Take<T>(n * Rotations.StrideOf(n * TElements.Parts) / TElements.Parts), n, n);
        Block<T> rowsOfV = Block<T>.ForRotations(scratch.Take<T>(n * Rotations.StrideOf(n * TElements.Parts) / TElements.Parts), n, n);
        if (wantVectors)
        {
            Reflectors<TElements, T>.Form(reflectorsLeft, tausLeft, formed, scratch, team);
            HermitianEigen<TElements, T>.Transpose(formed, rowsOfU);
            formed.SetIdentity();
            if (n > 1) Reflectors<TElements, T>.Form(reflectorsRight.Part(1, n - 1, 0, n - 1), tausRight, formed.Part(1, n - 1, 1, n - 1), scratch, team);
            HermitianEigen<TElements, T>.Transpose(formed, rowsOfV);
        }

        leftRotations.Start(wantVectors ? (double*)rowsOfU.Row(0) : null, n * TElements.Parts);
        rightRotations.Start(wantVectors ? (double*)rowsOfV.Row(0) : null, n * TElements.Parts);
        if (!BidiagonalSingularValues.Run(d, e, n, leftRotations, rightRotations, team)) return false;
        for (nint k = 0; k < n; k++)
        {
            if (d[k] < 0 && wantVectors) rowsOfV.Part(k, 1, 0, n).Negate();
            d[k] = Math.Abs(d[k]);
        }

        nint* order = scratch.Take<nint>(n);
        Order.Sort(d, n, descending: true, order);
        for (nint k = 0; k < n; k++)
        {
            values[k] = d[k];
            if (!wantVectors) continue;
            rowsOfV.Part(order[k], 1, 0, n).CopyTo(right.Part(k, 1, 0, n));
            T* row = rowsOfU.Row(order[k]);
            for (nint i = 0; i < n; i++) formed[i, k] = row[i];
        }

        if (!wantVectors) return true;
        if (rows > n) u.Multiply(MatrixForm.Plain, q, MatrixForm.Plain, formed, add: false, team);
        else formed.CopyTo(u);
        return true;
    }

    /// <summary>B = Q^H A P with d on the diagonal and e above it. The reflectors of P stand one row lower: they leave the first column alone.</summary>
    private static void Reduce(in Block<T> a, in Block<T> left, T* tausLeft, in Block<T> right, T* tausRight, double* d, double* e, Scratch scratch)
    {
        nint n = a.Rows;
        T* vector = scratch.Take<T>(n);
        T* product = scratch.Take<T>(n);
        T* other = scratch.Take<T>(n);
        for (nint k = 0; k < n; k++)
        {
            nint count = n - k;
            for (nint i = 0; i < count; i++) vector[i] = a[k + i, k];
            d[k] = Reflectors<TElements, T>.Make(vector, count, out tausLeft[k]);
            for (nint i = 0; i < count; i++) left[k + i, k] = vector[i];
            nint columns = count - 1;
            if (columns == 0) break;
            T scale = -TElements.Conjugate(tausLeft[k]);
            new Span<T>(product, checked((int)columns)).Clear();
            for (nint i = 0; i < count; i++) TElements.AddScaled(TElements.Conjugate(vector[i]), a.Row(k + i) + k + 1, product, columns);
            T* row = a.Row(k) + k + 1;
            TElements.AddScaled(scale * vector[0], product, row, columns);
            for (nint j = 0; j < columns; j++) other[j] = TElements.Conjugate(row[j]);
            e[k] = Reflectors<TElements, T>.Make(other, columns, out tausRight[k]);
            for (nint j = 0; j < columns; j++)
            {
                right[k + 1 + j, k] = other[j];
                row[j] = TElements.Conjugate(other[j]);
            }

            // Both changes of a row while it is at hand: the row that the second one is made from was brought up to date first, and holds its conjugate now.
            for (nint i = 1; i < count; i++)
            {
                T* next = a.Row(k + i) + k + 1;
                TElements.AddScaled(scale * vector[i], product, next, columns);
                TElements.AddScaled(-tausRight[k] * TElements.Dot(next, other, columns), row, next, columns);
            }
        }
    }
}
