using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Devices;

namespace AdjointKit.Benchmarks.MatrixMultiply;

/// <summary>One product, ours and OpenBLAS's on the same arrays. OpenBLAS has functions of its own for a matrix by a vector.</summary>
internal sealed unsafe class MatrixMultiplyCase<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly UntypedArray a;
    private readonly UntypedArray b;
    private readonly UntypedArray into;
    private readonly Action theirs;
    private readonly Action ours;

    internal MatrixMultiplyCase(int m, int k, int n, MatrixForm formA, MatrixForm formB, Compute compute)
    {
        bool turnedA = formA == MatrixForm.Transposed;
        bool turnedB = formB == MatrixForm.Transposed;
        a = turnedA ? compute.Empty<T>(k, m) : compute.Empty<T>(m, k);
        b = turnedB ? compute.Empty<T>(n, k) : compute.Empty<T>(k, n);
        into = compute.Zeros<T>(m, n);
        Fill(a, 0.37);
        Fill(b, 0.53);
        int rowA = turnedA ? m : k;
        int rowB = turnedB ? k : n;
        int blasA = turnedA ? OpenBlas.Transposed : OpenBlas.Plain;
        int blasB = turnedB ? OpenBlas.Transposed : OpenBlas.Plain;
        void* pointerA = a.Pointer;
        void* pointerB = b.Pointer;
        void* pointerInto = into.Pointer;
        bool isVector = n == 1 || m == 1;
        void* matrix = n == 1 ? pointerA : pointerB;
        void* vector = n == 1 ? pointerB : pointerA;
        int blasForm = n == 1 ? blasA : turnedB ? OpenBlas.Plain : OpenBlas.Transposed;
        int matrixRows = n == 1 ? turnedA ? k : m : turnedB ? n : k;
        int matrixColumns = n == 1 ? rowA : rowB;
        theirs = into.ElementType switch
        {
            ElementType.Float32 when isVector => () => OpenBlas.SingleVector(OpenBlas.RowMajor, blasForm, matrixRows, matrixColumns, 1, matrix, matrixColumns, vector, 1, 0, pointerInto, 1),
            ElementType.Float64 when isVector => () => OpenBlas.DoubleVector(OpenBlas.RowMajor, blasForm, matrixRows, matrixColumns, 1, matrix, matrixColumns, vector, 1, 0, pointerInto, 1),
            ElementType.Float32 => () => OpenBlas.Single(OpenBlas.RowMajor, blasA, blasB, m, n, k, 1, pointerA, rowA, pointerB, rowB, 0, pointerInto, n),
            ElementType.Float64 => () => OpenBlas.Double(OpenBlas.RowMajor, blasA, blasB, m, n, k, 1, pointerA, rowA, pointerB, rowB, 0, pointerInto, n),
            ElementType.Complex64 => () =>
            {
                ComplexF one = ComplexF.One;
                ComplexF zero = ComplexF.Zero;
                OpenBlas.SingleComplex(OpenBlas.RowMajor, blasA, blasB, m, n, k, &one, pointerA, rowA, pointerB, rowB, &zero, pointerInto, n);
            }
            ,
            _ => () =>
            {
                Complex one = Complex.One;
                Complex zero = Complex.Zero;
                OpenBlas.DoubleComplex(OpenBlas.RowMajor, blasA, blasB, m, n, k, &one, pointerA, rowA, pointerB, rowB, &zero, pointerInto, n);
            }
            ,
        };
        ours = () => compute.Backend.MatrixMultiply(formA, a, formB, b, accumulate: false, into);
    }

    /// <summary>OpenBLAS, then ours.</summary>
    internal Contestant[] Contestants() => [new("OpenBLAS", Repeat(theirs)), new("ours", Repeat(ours))];

    /// <summary>The relative difference of the two results.</summary>
    internal double Difference()
    {
        theirs();
        T[] expected = new ReadOnlySpan<T>(into.Pointer, checked((int)into.Count)).ToArray();
        ours();
        T* values = (T*)into.Pointer;
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            error += Square(values[i] - expected[i]);
            norm += Square(expected[i]);
        }

        return Math.Sqrt(error / norm);
    }

    public void Dispose()
    {
        a.Release();
        b.Release();
        into.Release();
    }

    private static double Square(T value) => Math.Pow(double.CreateChecked(T.Abs(value)), 2);

    private static void Fill(in UntypedArray array, double step)
    {
        T* values = (T*)array.Pointer;
        for (nint i = 0; i < array.Count; i++) values[i] = T.CreateChecked(Math.Sin((step * i) + (1e-7 * i * i)));
    }

    private static Action<int> Repeat(Action action) => repetitions =>
    {
        for (int i = 0; i < repetitions; i++) action();
    };
}
