using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>op(A) X = B for each matrix, A given by the factors that <see cref="LuWork"/> makes.</summary>
internal sealed unsafe class LuSolveWork : BatchWork
{
    internal MatrixStack Factor { get; set; }

    internal MatrixForm Form { get; set; }

    internal MatrixStack B { get; set; }

    internal MatrixStack Into { get; set; }

    internal override void Forget() => Factor = B = Into = default;

    private protected override nint ScratchBytes<TElements, T>() => Scratch.BytesOf(Factor.Rows * Factor.Columns, TElements.Parts) + Scratch.BytesOf(B.Rows * B.Columns, TElements.Parts);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        nint n = B.Rows;
        var all = new Block<T>(scratch.Take<T>((n + 1) * n), n + 1, n);
        Block<T> factor = all.Part(0, n, 0, n);
        var x = new Block<T>(scratch.Take<T>(n * B.Columns), n, B.Columns);
        Factor.Read(index, (double*)all.Row(0));
        B.Read(index, (double*)x.Row(0));
        nint zero = TriangularSystem<TElements, T>.FirstZero(factor);
        if (zero >= 0) throw new ArithmeticException($"{Place(index)} is singular: pivot {zero} of its LU factorisation is 0");
        if ((Form & MatrixForm.Transposed) != MatrixForm.Transposed)
        {
            for (nint k = 0; k < n; k++) Exchange<TElements, T>(all, x, k);
            TriangularSystem<TElements, T>.Solve(factor, lower: true, unitDiagonal: true, Form, x, Team);
            TriangularSystem<TElements, T>.Solve(factor, lower: false, unitDiagonal: false, Form, x, Team);
        }
        else
        {
            TriangularSystem<TElements, T>.Solve(factor, lower: false, unitDiagonal: false, Form, x, Team);
            TriangularSystem<TElements, T>.Solve(factor, lower: true, unitDiagonal: true, Form, x, Team);
            for (nint k = n - 1; k >= 0; k--) Exchange<TElements, T>(all, x, k);
        }

        Into.Write(index, (double*)x.Row(0));
    }

    private static void Exchange<TElements, T>(in Block<T> factor, in Block<T> x, nint k)
        where TElements : struct, IElements<T>
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        nint other = (nint)TElements.Real(factor[factor.Rows - 1, k]);
        if (other != k) x.SwapRows(k, other);
    }
}
