using System.Numerics;
using AdjointKit.Devices;
using AdjointKit.Kernels.MatrixMultiply;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>A part of a matrix in scratch memory: rows of neighbouring numbers, a stride apart.</summary>
internal readonly unsafe record struct Block<T>(nint Address, nint Rows, nint Columns, nint Stride)
    where T : unmanaged, INumberBase<T>
{
    private static readonly Products<double> Products = Products<double>.Create(Products<double>.BestWidth);

    internal Block(T* pointer, nint rows, nint columns)
        : this((nint)pointer, rows, columns, columns)
    {
    }

    /// <summary>The doubles of a number.</summary>
    private static int Parts => sizeof(T) / sizeof(double);

    /// <summary>A matrix whose rows are rotated.</summary>
    internal static Block<T> ForRotations(T* pointer, nint rows, nint columns) => new((nint)pointer, rows, columns, Rotations.StrideOf(columns * Parts) / Parts);

    internal ref T this[nint row, nint column] => ref Row(row)[column];

    internal T* Row(nint row) => (T*)Address + (row * Stride);

    internal Block<T> Part(nint row, nint rows, nint column, nint columns) => new((nint)(Row(row) + column), rows, columns, Stride);

    internal void Clear()
    {
        for (nint row = 0; row < Rows; row++) new Span<T>(Row(row), checked((int)Columns)).Clear();
    }

    /// <summary>Zeros with ones on the diagonal.</summary>
    internal void SetIdentity()
    {
        Clear();
        for (nint k = 0; k < Math.Min(Rows, Columns); k++) this[k, k] = T.One;
    }

    internal void Negate()
    {
        for (nint row = 0; row < Rows; row++) RealElements.Scale(-1, (double*)Row(row), Columns * Parts);
    }

    internal void CopyTo(in Block<T> target)
    {
        for (nint row = 0; row < Rows; row++) new ReadOnlySpan<T>(Row(row), checked((int)Columns)).CopyTo(new Span<T>(target.Row(row), checked((int)Columns)));
    }

    internal void SwapRows(nint one, nint other)
    {
        T* left = Row(one);
        T* right = Row(other);
        for (nint column = 0; column < Columns; column++) (left[column], right[column]) = (right[column], left[column]);
    }

    /// <summary>this = op(a) op(b), or this += op(a) op(b).</summary>
    internal void Multiply(MatrixForm formA, in Block<T> a, MatrixForm formB, in Block<T> b, bool add, ThreadTeam team)
    {
        var product = new Product<double>
        {
            Rows = Rows,
            Columns = Columns,
            Inner = (formA & MatrixForm.Transposed) != MatrixForm.Transposed ? a.Columns : a.Rows,
            Parts = Parts,
            A = a.AsOperand(formA),
            B = b.AsOperand(formB),
            Into = AsOperand(MatrixForm.Plain),
            ConjugateA = (formA & MatrixForm.Conjugated) == MatrixForm.Conjugated,
            ConjugateB = (formB & MatrixForm.Conjugated) == MatrixForm.Conjugated,
            Add = add,
            Batch = new Batch(),
        };
        Products.Run(product, team);
    }

    private Matrix<double> AsOperand(MatrixForm form)
    {
        var matrix = new Matrix<double>(Address, Stride * Parts, Parts);
        return (form & MatrixForm.Transposed) != MatrixForm.Transposed ? matrix : matrix.Transposed;
    }
}
