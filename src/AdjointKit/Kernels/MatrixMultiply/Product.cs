namespace AdjointKit.Kernels.MatrixMultiply;

/// <summary>One product to be computed: into = A B, or into += A B, for a batch of matrices.</summary>
internal readonly record struct Product<T>
    where T : unmanaged
{
    /// <summary>The rows of A.</summary>
    internal nint Rows { get; init; }

    /// <summary>The columns of B, in elements.</summary>
    internal nint Columns { get; init; }

    /// <summary>The columns of A and rows of B.</summary>
    internal nint Inner { get; init; }

    /// <summary>The numbers of an element: 1, or 2 if it is complex.</summary>
    internal int Parts { get; init; }

    internal Matrix<T> A { get; init; }

    internal Matrix<T> B { get; init; }

    internal Matrix<T> Into { get; init; }

    internal bool ConjugateA { get; init; }

    internal bool ConjugateB { get; init; }

    internal bool Add { get; init; }

    internal Batch Batch { get; init; }

    /// <summary>The same product as into^T = B^T A^T: tiles are written fastest where the rows of the result are contiguous.</summary>
    internal Product<T> Exchanged() => this with
    {
        Rows = Columns,
        Columns = Rows,
        A = B.Transposed,
        B = A.Transposed,
        Into = Into.Transposed,
        ConjugateA = ConjugateB,
        ConjugateB = ConjugateA,
        Batch = Batch.Exchanged(),
    };

    /// <summary>A batch of left operands with one right operand as one taller left operand, where the rows follow each other evenly.</summary>
    internal Product<T> Folded()
    {
        Product<T> folded = this;
        while (!folded.Batch.IsEmpty)
        {
            Batch.Axis last = folded.Batch.Last;
            if (last.StepB != 0 || last.StepA != folded.Rows * folded.A.RowStep || last.StepInto != folded.Rows * folded.Into.RowStep) break;
            folded = folded with { Rows = folded.Rows * last.Length, Batch = folded.Batch.WithoutLast() };
        }

        return folded;
    }
}
