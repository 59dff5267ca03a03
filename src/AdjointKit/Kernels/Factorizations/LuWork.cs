namespace AdjointKit.Kernels.Factorizations;

/// <summary>L and U of each matrix in one, and one row more with the exchanges.</summary>
internal sealed unsafe class LuWork : BatchWork
{
    internal MatrixStack A { get; set; }

    internal MatrixStack Into { get; set; }

    internal override void Forget() => A = Into = default;

    private protected override nint ScratchBytes<TElements, T>() => Scratch.BytesOf((A.Rows + 1) * A.Rows, TElements.Parts) + Scratch.BytesOf(A.Rows, 1) + LuFactor<TElements, T>.ScratchBytes(A.Rows);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        nint n = A.Rows;
        var factor = new Block<T>(scratch.Take<T>((n + 1) * n), n + 1, n);
        nint* exchanges = scratch.Take<nint>(n);
        A.Read(index, (double*)factor.Row(0));
        LuFactor<TElements, T>.Factor(factor.Part(0, n, 0, n), exchanges, ref scratch, Team);
        for (nint k = 0; k < n; k++) factor[n, k] = TElements.From(exchanges[k]);
        Into.Write(index, (double*)factor.Row(0));
    }
}
