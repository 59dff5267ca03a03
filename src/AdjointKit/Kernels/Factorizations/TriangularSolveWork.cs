using AdjointKit.Devices;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>op(T) X = B for a triangle of each matrix.</summary>
internal sealed unsafe class TriangularSolveWork : BatchWork
{
    internal MatrixTriangle Triangle { get; set; }

    internal MatrixForm Form { get; set; }

    internal MatrixStack A { get; set; }

    internal MatrixStack B { get; set; }

    internal MatrixStack Into { get; set; }

    internal override void Forget() => A = B = Into = default;

    private protected override nint ScratchBytes<TElements, T>() => Scratch.BytesOf(A.Rows * A.Rows, TElements.Parts) + Scratch.BytesOf(B.Rows * B.Columns, TElements.Parts);

    private protected override void Run<TElements, T>(nint index, int part, Scratch scratch)
    {
        var a = new Block<T>(scratch.Take<T>(A.Rows * A.Rows), A.Rows, A.Rows);
        var x = new Block<T>(scratch.Take<T>(B.Rows * B.Columns), B.Rows, B.Columns);
        A.Read(index, (double*)a.Row(0));
        B.Read(index, (double*)x.Row(0));
        bool unit = (Triangle & MatrixTriangle.UnitDiagonal) == MatrixTriangle.UnitDiagonal;
        nint zero = unit ? -1 : TriangularSystem<TElements, T>.FirstZero(a);
        if (zero >= 0) throw new ArithmeticException($"{Place(index)} is singular: pivot {zero}, an element of its diagonal, is 0");
        TriangularSystem<TElements, T>.Solve(a, (Triangle & MatrixTriangle.Upper) != MatrixTriangle.Upper, unit, Form, x, Team);
        Into.Write(index, (double*)x.Row(0));
    }
}
