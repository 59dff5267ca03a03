using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>e^A by the Pade approximant of degree 13 of A / 2^k, squared k times (Higham 2005).</summary>
internal sealed unsafe class ExponentialWork : BatchWork
{
    /// <summary>The largest 1-norm for which the approximant is exact to a unit of float64.</summary>
    private const double LargestNorm = 5.371920351148152;

    private static readonly double[] Coefficients =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    internal MatrixStack A { get; set; }

    internal MatrixStack Into { get; set; }

    internal override void Forget() => A = Into = default;

    private protected override nint ScratchBytes<TElements, T>() => (7 * Scratch.BytesOf(A.Rows * A.Rows, TElements.Parts)) + Scratch.BytesOf(A.Rows, 1) + LuFactor<TElements, T>.ScratchBytes(A.Rows);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        nint n = A.Rows;
        var a = new Block<T>(scratch.Take<T>(n * n), n, n);
        var squared = new Block<T>(scratch.Take<T>(n * n), n, n);
        var fourth = new Block<T>(scratch.Take<T>(n * n), n, n);
        var sixth = new Block<T>(scratch.Take<T>(n * n), n, n);
        var odd = new Block<T>(scratch.Take<T>(n * n), n, n);
        var even = new Block<T>(scratch.Take<T>(n * n), n, n);
        var work = new Block<T>(scratch.Take<T>(n * n), n, n);
        nint* exchanges = scratch.Take<nint>(n);
        A.Read(index, (double*)a.Row(0));
        double norm = Norm<TElements, T>(a);
        if (!double.IsFinite(norm))
        {
            Fill((double*)a.Row(0), n * n * TElements.Parts, double.NaN);
            Into.Write(index, (double*)a.Row(0));
            return;
        }

        int halvings = norm > LargestNorm ? (int)Math.Ceiling(Math.Log2(norm / LargestNorm)) : 0;
        RealElements.Scale(Math.ScaleB(1, -halvings), (double*)a.Row(0), n * n * TElements.Parts);
        squared.Multiply(MatrixForm.Plain, a, MatrixForm.Plain, a, add: false, Team);
        fourth.Multiply(MatrixForm.Plain, squared, MatrixForm.Plain, squared, add: false, Team);
        sixth.Multiply(MatrixForm.Plain, fourth, MatrixForm.Plain, squared, add: false, Team);
        Half<TElements, T>(1, squared, fourth, sixth, work, even);
        odd.Multiply(MatrixForm.Plain, a, MatrixForm.Plain, even, add: false, Team);
        Half<TElements, T>(0, squared, fourth, sixth, work, even);

        // (even - odd) X = even + odd.
        T* difference = work.Row(0);
        for (nint i = 0; i < n * n; i++)
        {
            T value = even.Row(0)[i];
            difference[i] = value - odd.Row(0)[i];
            even.Row(0)[i] = value + odd.Row(0)[i];
        }

        LuFactor<TElements, T>.Factor(work, exchanges, ref scratch, Team);
        for (nint k = 0; k < n; k++)
        {
            if (exchanges[k] != k) even.SwapRows(k, exchanges[k]);
        }

        TriangularSystem<TElements, T>.Solve(work, lower: true, unitDiagonal: true, MatrixForm.Plain, even, Team);
        TriangularSystem<TElements, T>.Solve(work, lower: false, unitDiagonal: false, MatrixForm.Plain, even, Team);
        (Block<T> power, Block<T> next) = (even, odd);
        for (int k = 0; k < halvings; k++)
        {
            next.Multiply(MatrixForm.Plain, power, MatrixForm.Plain, power, add: false, Team);
            (power, next) = (next, power);
        }

        Into.Write(index, (double*)power.Row(0));
    }

    /// <summary>The terms of odd degree, divided by A, or those of even degree.</summary>
    private void Half<TElements, T>(int first, in Block<T> squared, in Block<T> fourth, in Block<T> sixth, in Block<T> work, in Block<T> into)
        where TElements : struct, IElements<T>
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        Combine<TElements, T>(first + 8, T.Zero, squared, fourth, sixth, work);
        Combine<TElements, T>(first + 2, TElements.From(Coefficients[first]), squared, fourth, sixth, into);
        into.Multiply(MatrixForm.Plain, sixth, MatrixForm.Plain, work, add: true, Team);
    }

    /// <summary>into = identity times a number + c_k A^2 + c_(k+2) A^4 + c_(k+4) A^6.</summary>
    private static void Combine<TElements, T>(int k, T diagonal, in Block<T> squared, in Block<T> fourth, in Block<T> sixth, in Block<T> into)
        where TElements : struct, IElements<T>
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        nint count = into.Rows * into.Columns;
        into.Clear();
        for (nint i = 0; i < into.Rows; i++) into[i, i] = diagonal;
        TElements.AddScaled(TElements.From(Coefficients[k]), squared.Row(0), into.Row(0), count);
        TElements.AddScaled(TElements.From(Coefficients[k + 2]), fourth.Row(0), into.Row(0), count);
        TElements.AddScaled(TElements.From(Coefficients[k + 4]), sixth.Row(0), into.Row(0), count);
    }

    /// <summary>The largest sum of magnitudes of a column.</summary>
    private static double Norm<TElements, T>(in Block<T> a)
        where TElements : struct, IElements<T>
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        double norm = 0;
        for (nint j = 0; j < a.Columns; j++)
        {
            double sum = 0;
            for (nint i = 0; i < a.Rows; i++) sum += Math.Sqrt(TElements.AbsSquared(a[i, j]));
            norm = double.IsNaN(sum) ? double.NaN : Math.Max(norm, sum);
        }

        return norm;
    }
}
