using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.Benchmarks.Native;

/// <summary>The C baseline of the wave benchmarks.</summary>
internal sealed unsafe class CompiledBaseline
{
    /// <summary>The ways in which the C step is written, in the order of its enum.</summary>
    internal static readonly string[] Variants = ["sum", "difference", "two rows", "four rows"];

    private const string Flags = "-O3 -march=native -mprefer-vector-width=512 -ffast-math -fopenmp";

    private readonly delegate* unmanaged[Cdecl]<int, int, void*, void*, void*, void*, int, nint, nint, nint, void*, void*, int, int, void> single;
    private readonly delegate* unmanaged[Cdecl]<int, int, void*, void*, void*, void*, int, nint, nint, nint, void*, void*, int, int, void> @double;
    private readonly delegate* unmanaged[Cdecl]<void*, void*, void*, void*, nint, int, int, void> stream;

    private CompiledBaseline(nint library)
    {
        single = (delegate* unmanaged[Cdecl]<int, int, void*, void*, void*, void*, int, nint, nint, nint, void*, void*, int, int, void>)NativeLibrary.GetExport(library, "acoustic_steps_float");
        @double = (delegate* unmanaged[Cdecl]<int, int, void*, void*, void*, void*, int, nint, nint, nint, void*, void*, int, int, void>)NativeLibrary.GetExport(library, "acoustic_steps_double");
        stream = (delegate* unmanaged[Cdecl]<void*, void*, void*, void*, nint, int, int, void>)NativeLibrary.GetExport(library, "stream_like_step");
    }

    /// <summary>Compiles and loads the baseline.</summary>
    /// <exception cref="InvalidOperationException">No gcc, or it fails.</exception>
    internal static CompiledBaseline Build()
    {
        return new CompiledBaseline(NativeCompiler.Load("acoustic_step.c", "acoustic_step", Flags));
    }

    /// <summary>An even or odd number of C steps; weights centre first.</summary>
    internal void Steps<T>(int radius, int variant, T* u, T* next, T* d, T* c, int rows, nint columns, nint haloStride, nint plainStride, T* weightsX, T* weightsZ, int threads, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) single(radius, variant, u, next, d, c, rows, columns, haloStride, plainStride, weightsX, weightsZ, threads, steps);
        else @double(radius, variant, u, next, d, c, rows, columns, haloStride, plainStride, weightsX, weightsZ, threads, steps);
    }

    /// <summary>The traffic of a step without its stencil: 20 bytes an element.</summary>
    internal void Stream(float* u, float* next, float* d, float* c, nint count, int threads, int steps) => stream(u, next, d, c, count, threads, steps);
}
