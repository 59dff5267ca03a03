namespace AdjointKit.Kernels.Factorizations;

/// <summary>Determinants, or their signs and the logarithms of their magnitudes, from the factors that <see cref="LuWork"/> makes.</summary>
internal sealed unsafe class LuDeterminantWork : BatchWork
{
    internal MatrixStack Factor { get; set; }

    /// <summary>Whether sign and logarithm are asked for.</summary>
    internal bool Logarithmic { get; set; }

    /// <summary>The determinant, or its sign.</summary>
    internal MatrixStack Number { get; set; }

    internal MatrixStack LogMagnitude { get; set; }

    internal override void Forget() => Factor = Number = LogMagnitude = default;

    private protected override nint ScratchBytes<TElements, T>() => Scratch.BytesOf(Factor.Rows * Factor.Columns, TElements.Parts);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        nint n = Factor.Columns;
        var factor = new Block<T>(scratch.Take<T>((n + 1) * n), n + 1, n);
        Factor.Read(index, (double*)factor.Row(0));
        T number = T.One;
        double logarithm = 0;
        for (nint k = 0; k < n; k++)
        {
            T pivot = TElements.Real(factor[n, k]) == k ? factor[k, k] : -factor[k, k];
            if (Logarithmic)
            {
                double magnitude = double.CreateChecked(T.Abs(pivot));
                logarithm += Math.Log(magnitude);
                pivot = magnitude == 0 ? T.Zero : pivot * TElements.From(1 / magnitude);
            }

            number *= pivot;
        }

        Number.Write(index, (double*)&number);
        if (Logarithmic) LogMagnitude.Write(index, &logarithm);
    }
}
