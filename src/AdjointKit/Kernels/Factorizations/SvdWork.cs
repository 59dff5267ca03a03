namespace AdjointKit.Kernels.Factorizations;

/// <summary>Singular values, descending, and vectors, thin, of each matrix. A matrix wider than high is taken as its adjoint, whose left vectors are its right ones.</summary>
internal sealed unsafe class SvdWork : BatchWork
{
    private Rotations[] rotations = [];

    internal MatrixStack A { get; set; }

    internal MatrixStack Values { get; set; }

    internal bool WantVectors { get; set; }

    internal MatrixStack Left { get; set; }

    /// <summary>V^H.</summary>
    internal MatrixStack Right { get; set; }

    private bool IsWide => A.Columns > A.Rows;

    private nint High => Math.Max(A.Rows, A.Columns);

    private nint Low => Math.Min(A.Rows, A.Columns);

    internal override void Forget() => A = Values = Left = Right = default;

    private protected override nint ScratchBytes<TElements, T>() =>
        (3 * Scratch.BytesOf(High * Low, TElements.Parts)) + Scratch.BytesOf(Low * Low, TElements.Parts) + Scratch.BytesOf(Low, 1) + SingularValues<TElements, T>.ScratchBytes(High, Low);

    private protected override void Prepare(int parts)
    {
        if (rotations.Length < 2 * parts) rotations = [.. Enumerable.Range(0, 2 * parts).Select(_ => new Rotations())];
    }

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        var read = new Block<T>(scratch.Take<T>(High * Low), A.Rows, A.Columns);
        var a = new Block<T>(scratch.Take<T>(High * Low), High, Low);
        var u = new Block<T>(scratch.Take<T>(High * Low), High, Low);
        var right = new Block<T>(scratch.Take<T>(Low * Low), Low, Low);
        double* values = scratch.Take<double>(Low);
        A.Read(index, (double*)read.Row(0));
        double scale = Equilibrate(read);
        if (double.IsNaN(scale))
        {
            Fill((double*)u.Row(0), High * Low * TElements.Parts, double.NaN);
            Fill((double*)right.Row(0), Low * Low * TElements.Parts, double.NaN);
            Fill(values, Low, double.NaN);
        }
        else
        {
            if (IsWide) Adjoint<TElements, T>(read, a);
            else read.CopyTo(a);
            if (!SingularValues<TElements, T>.Factor(a, u, values, right, WantVectors, rotations[2 * part], rotations[(2 * part) + 1], scratch, Team)) throw new ArithmeticException($"the singular values of {Place(index)} did not converge");
            RealElements.Scale(scale, values, Low);
        }

        Values.Write(index, values);
        if (!WantVectors) return;
        if (IsWide)
        {
            // A^H = U S V^H, so A = V S U^H: the left vectors are the columns of V.
            var adjoint = new Block<T>(read.Row(0), Low, High);
            Adjoint<TElements, T>(u, adjoint);
            Right.Write(index, (double*)adjoint.Row(0));
            var left = new Block<T>(a.Row(0), Low, Low);
            HermitianEigen<TElements, T>.Transpose(right, left);
            Left.Write(index, (double*)left.Row(0));
        }
        else
        {
            for (nint i = 0; i < Low; i++)
            {
                for (nint j = 0; j < Low; j++) right[i, j] = TElements.Conjugate(right[i, j]);
            }

            Left.Write(index, (double*)u.Row(0));
            Right.Write(index, (double*)right.Row(0));
        }
    }

    private static void Adjoint<TElements, T>(in Block<T> from, in Block<T> to)
        where TElements : struct, IElements<T>
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        for (nint i = 0; i < from.Rows; i++)
        {
            T* row = from.Row(i);
            for (nint j = 0; j < from.Columns; j++) to[j, i] = TElements.Conjugate(row[j]);
        }
    }
}
