namespace AdjointKit.Kernels.Factorizations;

/// <summary>L of A = L L^H for the Hermitian part of each matrix.</summary>
internal sealed unsafe class CholeskyWork : BatchWork
{
    internal MatrixStack A { get; set; }

    internal MatrixStack Into { get; set; }

    internal override void Forget() => A = Into = default;

    private protected override nint ScratchBytes<TElements, T>() => Scratch.BytesOf(A.Rows * A.Rows, TElements.Parts) + CholeskyFactor<TElements, T>.ScratchBytes(A.Rows);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        var a = new Block<T>(scratch.Take<T>(A.Rows * A.Rows), A.Rows, A.Rows);
        A.Read(index, (double*)a.Row(0));
        TakeHermitianPart<TElements, T>(a);
        nint failed = CholeskyFactor<TElements, T>.Factor(a, ref scratch, Team, out double pivot);
        if (failed >= 0) throw new ArithmeticException($"{Place(index)} is not positive definite: pivot {failed} of its Cholesky factorisation is {pivot}");
        Into.Write(index, (double*)a.Row(0));
    }
}
