using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Tests.Optimization;

/// <summary>A matrix as an operator, on any device and of any element type.</summary>
internal sealed class DenseOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> matrix;

    internal DenseOperator(Compute compute, Complex[,] elements)
        : base(compute, new Shape(elements.GetLength(1)), new Shape(elements.GetLength(0)))
    {
        using NdArray<T> host = NdArray.Fill(elements.GetLength(0), elements.GetLength(1), (i, k) => TestNumbers.To<T>(elements[i, k]));
        matrix = compute.ToDevice(host);
    }

    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(MatrixForm.Plain, matrix, MatrixForm.Plain, x.Reshape(x.Count, 1), accumulate: false, into.Reshape(into.Count, 1));

    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(MatrixForm.ConjugateTransposed, matrix, MatrixForm.Plain, y.Reshape(y.Count, 1), accumulate: false, into.Reshape(into.Count, 1));
}

/// <summary>Elementwise multiplication by given numbers.</summary>
internal sealed class DiagonalOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly NdArray<T> diagonal;
    private readonly NdArray<T> conjugate;

    internal DiagonalOperator(Compute compute, params Complex[] elements)
        : base(compute, new Shape(elements.Length), new Shape(elements.Length))
    {
        diagonal = TestNumbers.Array<T>(compute, elements);
        conjugate = TestNumbers.Array<T>(compute, [.. elements.Select(Complex.Conjugate)]);
    }

    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Compute.Backend.Binary(BinaryOp.Multiply, x, diagonal, into);

    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Compute.Backend.Binary(BinaryOp.Multiply, y, conjugate, into);
}

/// <summary>Numbers for tests of linear systems.</summary>
internal static class TestNumbers
{
    internal static T To<T>(Complex number)
        where T : unmanaged => (T)(object)(default(T) switch
        {
            float => (object)(float)number.Real,
            double => number.Real,
            ComplexF => (ComplexF)number,
            _ => number,
        });

    internal static NdArray<T> Array<T>(Compute compute, params Complex[] elements)
        where T : unmanaged
    {
        using NdArray<T> host = NdArray.From<T>([.. elements.Select(To<T>)]);
        return compute.ToDevice(host);
    }

    /// <summary>Normal random numbers; real for a real type.</summary>
    internal static Complex[] Random<T>(int count, ulong seed)
        where T : unmanaged
    {
        bool isComplex = ElementTypes.IsComplex(ElementTypes.Of<T>());
        var random = new CounterRandom(seed);
        return [.. Enumerable.Range(0, count).Select(k => new Complex(random.Normal(2 * (ulong)k), isComplex ? random.Normal((2 * (ulong)k) + 1) : 0))];
    }

    internal static Complex[,] RandomMatrix<T>(int n, ulong seed, Complex shift = default)
        where T : unmanaged
    {
        Complex[] numbers = Random<T>(n * n, seed);
        var matrix = new Complex[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++) matrix[i, k] = (numbers[(i * n) + k] / Math.Sqrt(n)) + (i == k ? shift : 0);
        }

        return matrix;
    }

    internal static Complex[,] RandomMatrix<T>(int rows, int columns, ulong seed)
        where T : unmanaged
    {
        Complex[] numbers = Random<T>(rows * columns, seed);
        var matrix = new Complex[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++) matrix[i, k] = numbers[(i * columns) + k];
        }

        return matrix;
    }

    /// <summary>H D H with the reflection H = I - 2 v v^H / |v|^2: Hermitian, with the eigenvalues D.</summary>
    internal static Complex[,] WithEigenvalues<T>(double[] eigenvalues, ulong seed)
        where T : unmanaged
    {
        int n = eigenvalues.Length;
        Complex[] v = Random<T>(n, seed);
        double square = v.Sum(element => (element * Complex.Conjugate(element)).Real);
        Complex H(int i, int k) => (i == k ? 1 : 0) - (2 * v[i] * Complex.Conjugate(v[k]) / square);
        var matrix = new Complex[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                for (int j = 0; j < n; j++) matrix[i, k] += H(i, j) * eigenvalues[j] * H(j, k);
            }
        }

        return matrix;
    }

    /// <summary>|x - y| / |y|.</summary>
    internal static double Error<T>(Compute compute, NdArray<T> x, NdArray<T> y)
        where T : unmanaged
    {
        using NdArray<T> difference = compute.Empty<T>(x.Shape);
        compute.Backend.Binary(BinaryOp.Subtract, x, y, difference);
        return Math.Sqrt(compute.Backend.Dot(difference, difference).Real / compute.Backend.Dot(y, y).Real);
    }
}
