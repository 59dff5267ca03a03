namespace AdjointKit.Kernels.Factorizations;

/// <summary>Q and R, thin, of each matrix.</summary>
internal sealed unsafe class QrWork : BatchWork
{
    internal MatrixStack A { get; set; }

    internal MatrixStack Q { get; set; }

    internal MatrixStack R { get; set; }

    internal override void Forget() => A = Q = R = default;

    private protected override nint ScratchBytes<TElements, T>() =>
        Scratch.BytesOf(A.Rows * A.Columns, TElements.Parts) + Scratch.BytesOf(Q.Rows * Q.Columns, TElements.Parts) + QrFactor<TElements, T>.ScratchBytes(A.Rows, A.Columns);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        var a = new Block<T>(scratch.Take<T>(A.Rows * A.Columns), A.Rows, A.Columns);
        var q = new Block<T>(scratch.Take<T>(Q.Rows * Q.Columns), Q.Rows, Q.Columns);
        A.Read(index, (double*)a.Row(0));
        double scale = Equilibrate(a);
        if (double.IsNaN(scale))
        {
            Fill((double*)a.Row(0), A.Rows * A.Columns * TElements.Parts, double.NaN);
            Fill((double*)q.Row(0), Q.Rows * Q.Columns * TElements.Parts, double.NaN);
        }
        else
        {
            QrFactor<TElements, T>.Factor(a, q, scratch, Team);
            RealElements.Scale(scale, (double*)a.Row(0), R.Rows * R.Columns * TElements.Parts);
        }

        Q.Write(index, (double*)q.Row(0));
        R.Write(index, (double*)a.Row(0));
    }
}
