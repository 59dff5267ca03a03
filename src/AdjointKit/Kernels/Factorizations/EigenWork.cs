namespace AdjointKit.Kernels.Factorizations;

/// <summary>Eigenvalues, ascending, and eigenvectors, in columns, of the Hermitian part of each matrix.</summary>
internal sealed unsafe class EigenWork : BatchWork
{
    private Rotations[] rotations = [];

    internal MatrixStack A { get; set; }

    internal MatrixStack Values { get; set; }

    internal bool WantVectors { get; set; }

    internal MatrixStack Vectors { get; set; }

    internal override void Forget() => A = Values = Vectors = default;

    private protected override nint ScratchBytes<TElements, T>() => (2 * Scratch.BytesOf(A.Rows * A.Rows, TElements.Parts)) + Scratch.BytesOf(A.Rows, 1) + HermitianEigen<TElements, T>.ScratchBytes(A.Rows);

    private protected override void Prepare(int parts)
    {
        if (rotations.Length < parts) rotations = [.. Enumerable.Range(0, parts).Select(_ => new Rotations())];
    }

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        nint n = A.Rows;
        var a = new Block<T>(scratch.Take<T>(n * n), n, n);
        var vectors = new Block<T>(scratch.Take<T>(n * n), n, n);
        double* values = scratch.Take<double>(n);
        A.Read(index, (double*)a.Row(0));
        TakeHermitianPart<TElements, T>(a);
        double scale = Equilibrate(a);
        if (double.IsNaN(scale))
        {
            Fill((double*)a.Row(0), n * n * TElements.Parts, double.NaN);
            Fill(values, n, double.NaN);
        }
        else
        {
            if (!HermitianEigen<TElements, T>.Factor(a, values, vectors, WantVectors, rotations[part], scratch, Team)) throw new ArithmeticException($"the eigenvalues of {Place(index)} did not converge");
            RealElements.Scale(scale, values, n);
            if (WantVectors) HermitianEigen<TElements, T>.Transpose(vectors, a);
        }

        Values.Write(index, values);
        if (WantVectors) Vectors.Write(index, (double*)a.Row(0));
    }
}
