using System.Numerics;
using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// Householder reflectors H = I - tau v v^H with v[0] = 1, chosen so that H^H x = beta e_0 with a real beta; and products of them, block by block, as I - V T V^H
/// (Schreiber and Van Loan 1989). Column j of V is v_j, zeros in front.
/// </summary>
internal static unsafe class Reflectors<TElements, T>
    where TElements : struct, IElements<T>
    where T : unmanaged, INumberBase<T>
{
    internal const int BlockLength = 32;

    /// <summary>Up to here a product of reflectors is formed one by one: the products of blocks cost more than they save.</summary>
    private const int FewRows = 24;

    /// <summary>Scratch of <see cref="Apply"/> to so many columns.</summary>
    internal static nint ScratchBytes(nint rows, nint columns) =>
        (2 * Scratch.BytesOf(BlockLength * columns, TElements.Parts)) + Scratch.BytesOf(rows * BlockLength, TElements.Parts) + (2 * Scratch.BytesOf(BlockLength * BlockLength, TElements.Parts));

    /// <summary>Turns a run x into the v of its reflector and returns beta.</summary>
    internal static double Make(T* x, nint count, out T tau)
    {
        T alpha = x[0];
        double tail = 0;
        for (nint i = 1; i < count; i++) tail += TElements.AbsSquared(x[i]);
        x[0] = T.One;
        double real = TElements.Real(alpha);
        if (tail == 0 && alpha == TElements.From(real))
        {
            tau = T.Zero;
            return real;
        }

        double norm = Math.Sqrt(TElements.AbsSquared(alpha) + tail);
        double beta = real >= 0 ? -norm : norm;
        tau = (TElements.From(beta) - alpha) / TElements.From(beta);
        T scale = T.One / (alpha - TElements.From(beta));
        for (nint i = 1; i < count; i++) x[i] *= scale;
        return beta;
    }

    /// <summary>c = Q c, or Q^H c, for the product Q of the reflectors that are the columns of <paramref name="v"/>, at most <see cref="BlockLength"/> of them.</summary>
    internal static void Apply(in Block<T> v, T* taus, bool adjoint, in Block<T> c, Scratch scratch, ThreadTeam team)
    {
        nint width = v.Columns;
        var first = new Block<T>(scratch.Take<T>(BlockLength * c.Columns), width, c.Columns);
        var second = new Block<T>(scratch.Take<T>(BlockLength * c.Columns), width, c.Columns);
        var negated = new Block<T>(scratch.Take<T>(v.Rows * BlockLength), v.Rows, width);
        var products = new Block<T>(scratch.Take<T>(BlockLength * BlockLength), width, width);
        var t = new Block<T>(scratch.Take<T>(BlockLength * BlockLength), width, width);
        products.Multiply(MatrixForm.ConjugateTransposed, v, MatrixForm.Plain, v, add: false, team);
        Combine(products, taus, t);
        first.Multiply(MatrixForm.ConjugateTransposed, v, MatrixForm.Plain, c, add: false, team);
        second.Multiply(adjoint ? MatrixForm.ConjugateTransposed : MatrixForm.Plain, t, MatrixForm.Plain, first, add: false, team);
        v.CopyTo(negated);
        negated.Negate();
        c.Multiply(MatrixForm.Plain, negated, MatrixForm.Plain, second, add: true, team);
    }

    /// <summary>The first columns of the product of all reflectors, into <paramref name="q"/>: from the last block to the first, where the columns in front are still those of the identity.</summary>
    internal static void Form(in Block<T> v, T* taus, in Block<T> q, Scratch scratch, ThreadTeam team)
    {
        q.SetIdentity();
        if (v.Rows <= FewRows)
        {
            FormOneByOne(v, taus, q, scratch.Take<T>(q.Columns));
            return;
        }

        for (nint block = (v.Columns - 1) / BlockLength; block >= 0; block--)
        {
            nint first = block * BlockLength;
            nint width = Math.Min(BlockLength, v.Columns - first);
            if (width <= 0) continue;
            Apply(v.Part(first, v.Rows - first, first, width), taus + first, adjoint: false, q.Part(first, q.Rows - first, first, q.Columns - first), scratch, team);
        }
    }

    /// <summary>The same with one reflector after the other, from the last to the first.</summary>
    private static void FormOneByOne(in Block<T> v, T* taus, in Block<T> q, T* products)
    {
        for (nint k = v.Columns - 1; k >= 0; k--)
        {
            nint columns = q.Columns - k;
            new Span<T>(products, checked((int)columns)).Clear();
            for (nint i = k; i < q.Rows; i++) TElements.AddScaled(TElements.Conjugate(v[i, k]), q.Row(i) + k, products, columns);
            for (nint i = k; i < q.Rows; i++) TElements.AddScaled(-taus[k] * v[i, k], products, q.Row(i) + k, columns);
        }
    }

    /// <summary>T, upper triangular, from the products V^H V.</summary>
    private static void Combine(in Block<T> products, T* taus, in Block<T> t)
    {
        t.Clear();
        for (nint j = 0; j < t.Columns; j++)
        {
            t[j, j] = taus[j];
            for (nint i = 0; i < j; i++)
            {
                T sum = T.Zero;
                for (nint k = i; k < j; k++) sum += t[i, k] * products[k, j];
                t[i, j] = -taus[j] * sum;
            }
        }
    }
}
