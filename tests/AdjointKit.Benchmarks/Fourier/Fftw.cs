using System.Runtime.InteropServices;

namespace AdjointKit.Benchmarks.Fourier;

/// <summary>The functions of FFTW 3 that the contest needs, in both precisions.</summary>
internal static unsafe partial class Fftw
{
    internal const int Forward = -1;
    internal const uint Measure = 0;
    internal const uint Patient = 1 << 5;

    /// <summary>No plan where the search was not finished before.</summary>
    internal const uint WisdomOnly = 1 << 21;

    [LibraryImport("libfftw3f_threads.so.3", EntryPoint = "fftwf_init_threads")]
    internal static partial int InitThreadsSingle();

    [LibraryImport("libfftw3f_threads.so.3", EntryPoint = "fftwf_plan_with_nthreads")]
    internal static partial void PlanWithThreadsSingle(int threads);

    [LibraryImport("libfftw3f.so.3", EntryPoint = "fftwf_plan_many_dft")]
    internal static partial nint PlanSingle(int rank, int* n, int batch, void* x, int* nembedX, int strideX, int distanceX, void* into, int* nembedInto, int strideInto, int distanceInto, int sign, uint flags);

    [LibraryImport("libfftw3f.so.3", EntryPoint = "fftwf_plan_many_dft_r2c")]
    internal static partial nint PlanRealSingle(int rank, int* n, int batch, void* x, int* nembedX, int strideX, int distanceX, void* into, int* nembedInto, int strideInto, int distanceInto, uint flags);

    [LibraryImport("libfftw3f.so.3", EntryPoint = "fftwf_execute")]
    internal static partial void ExecuteSingle(nint plan);

    [LibraryImport("libfftw3f.so.3", EntryPoint = "fftwf_destroy_plan")]
    internal static partial void DestroySingle(nint plan);

    [LibraryImport("libfftw3f.so.3", EntryPoint = "fftwf_import_wisdom_from_filename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ImportSingle(string file);

    [LibraryImport("libfftw3f.so.3", EntryPoint = "fftwf_export_wisdom_to_filename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ExportSingle(string file);

    [LibraryImport("libfftw3_threads.so.3", EntryPoint = "fftw_init_threads")]
    internal static partial int InitThreadsDouble();

    [LibraryImport("libfftw3_threads.so.3", EntryPoint = "fftw_plan_with_nthreads")]
    internal static partial void PlanWithThreadsDouble(int threads);

    [LibraryImport("libfftw3.so.3", EntryPoint = "fftw_plan_many_dft")]
    internal static partial nint PlanDouble(int rank, int* n, int batch, void* x, int* nembedX, int strideX, int distanceX, void* into, int* nembedInto, int strideInto, int distanceInto, int sign, uint flags);

    [LibraryImport("libfftw3.so.3", EntryPoint = "fftw_plan_many_dft_r2c")]
    internal static partial nint PlanRealDouble(int rank, int* n, int batch, void* x, int* nembedX, int strideX, int distanceX, void* into, int* nembedInto, int strideInto, int distanceInto, uint flags);

    [LibraryImport("libfftw3.so.3", EntryPoint = "fftw_execute")]
    internal static partial void ExecuteDouble(nint plan);

    [LibraryImport("libfftw3.so.3", EntryPoint = "fftw_destroy_plan")]
    internal static partial void DestroyDouble(nint plan);

    [LibraryImport("libfftw3.so.3", EntryPoint = "fftw_import_wisdom_from_filename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ImportDouble(string file);

    [LibraryImport("libfftw3.so.3", EntryPoint = "fftw_export_wisdom_to_filename", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ExportDouble(string file);
}
