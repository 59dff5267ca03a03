using System.Runtime.InteropServices;
using AdjointKit.Benchmarks.Native;

namespace AdjointKit.Benchmarks.Optics;

/// <summary>The C baseline of the optics benchmarks, one plan of it.</summary>
internal sealed unsafe class FusedPropagation : IDisposable
{
    private const string Flags = "-O3 -march=native -ffast-math -fopenmp -lfftw3f -lm";

    private static readonly Lazy<nint> Library = new(() => NativeCompiler.Load("optics_fftw.c", "optics_fftw", Flags));

    private readonly nint plan;

    internal FusedPropagation(int n, int threads, int width, int chunk)
    {
        var make = (delegate* unmanaged[Cdecl]<int, int, int, int, nint>)NativeLibrary.GetExport(Library.Value, "propagation_make");
        plan = make(n, threads, width, chunk);
    }

    internal void Run(void* u, void* transfer, void* v, bool adjoint) =>
        ((delegate* unmanaged[Cdecl]<nint, void*, void*, void*, int, void>)NativeLibrary.GetExport(Library.Value, "propagation_run"))(plan, u, transfer, v, adjoint ? 1 : 0);

    internal double HologramStep(float* phase, float* target, void* transfer, void* u, void* v, float* gradient) =>
        ((delegate* unmanaged[Cdecl]<nint, float*, float*, void*, void*, void*, float*, double>)NativeLibrary.GetExport(Library.Value, "hologram_step"))(plan, phase, target, transfer, u, v, gradient);

    public void Dispose() => ((delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(Library.Value, "propagation_free"))(plan);
}
