using System.Runtime.InteropServices;

namespace AdjointKit.Benchmarks.MatrixMultiply;

/// <summary>The products of OpenBLAS: matrix by matrix, and matrix by vector.</summary>
internal static unsafe partial class OpenBlas
{
    internal const int RowMajor = 101;
    internal const int Plain = 111;
    internal const int Transposed = 112;
    private const string Library = "libopenblas.so.0";

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    internal static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "openblas_get_corename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint CoreName();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    internal static partial void Single(int order, int formA, int formB, int m, int n, int k, float alpha, void* a, int stepA, void* b, int stepB, float beta, void* c, int stepC);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    internal static partial void Double(int order, int formA, int formB, int m, int n, int k, double alpha, void* a, int stepA, void* b, int stepB, double beta, void* c, int stepC);

    [LibraryImport(Library, EntryPoint = "cblas_sgemv")]
    internal static partial void SingleVector(int order, int formA, int rows, int columns, float alpha, void* a, int stepA, void* x, int stepX, float beta, void* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_dgemv")]
    internal static partial void DoubleVector(int order, int formA, int rows, int columns, double alpha, void* a, int stepA, void* x, int stepX, double beta, void* y, int stepY);

    [LibraryImport(Library, EntryPoint = "cblas_cgemm")]
    internal static partial void SingleComplex(int order, int formA, int formB, int m, int n, int k, void* alpha, void* a, int stepA, void* b, int stepB, void* beta, void* c, int stepC);

    [LibraryImport(Library, EntryPoint = "cblas_zgemm")]
    internal static partial void DoubleComplex(int order, int formA, int formB, int m, int n, int k, void* alpha, void* a, int stepA, void* b, int stepB, void* beta, void* c, int stepC);
}
