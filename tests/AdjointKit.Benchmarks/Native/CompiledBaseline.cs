using System.ComponentModel;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace AdjointKit.Benchmarks.Native;

/// <summary>The C baseline, compiled by the machine's gcc at first use into a folder that git ignores.</summary>
internal sealed unsafe class CompiledBaseline
{
    /// <summary>The ways in which the C step is written, in the order of its enum.</summary>
    internal static readonly string[] Variants = ["sum", "difference", "two rows", "four rows"];

    private const string Flags = "-O3 -march=native -mprefer-vector-width=512 -ffast-math -fopenmp -shared -fPIC";

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
        string source = Path.Combine(AppContext.BaseDirectory, "baselines", "acoustic_step.c");
        string library = Path.Combine(Folder(), "acoustic_step.so");
        var start = new ProcessStartInfo("gcc", $"{Flags} -o \"{library}\" \"{source}\"") { RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using Process compiler = Process.Start(start)!;
            string messages = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            if (compiler.ExitCode != 0) throw new InvalidOperationException($"gcc could not compile the baseline {source}:\n{messages}");
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException("gcc was not found, and the wave benchmarks compare with a C baseline that it compiles: install it (Debian: apt-get install gcc) and run again.", failure);
        }

        return new CompiledBaseline(NativeLibrary.Load(library));
    }

    /// <summary>Where baselines keep what they make, a folder that git ignores.</summary>
    internal static string Folder() => Directory.CreateDirectory(Path.Combine(ProjectFolder(), ".baseline")).FullName;

    /// <summary>An even or odd number of C steps; weights centre first.</summary>
    internal void Steps<T>(int radius, int variant, T* u, T* next, T* d, T* c, int rows, nint columns, nint haloStride, nint plainStride, T* weightsX, T* weightsZ, int threads, int steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float)) single(radius, variant, u, next, d, c, rows, columns, haloStride, plainStride, weightsX, weightsZ, threads, steps);
        else @double(radius, variant, u, next, d, c, rows, columns, haloStride, plainStride, weightsX, weightsZ, threads, steps);
    }

    /// <summary>The traffic of a step without its stencil: 20 bytes an element.</summary>
    internal void Stream(float* u, float* next, float* d, float* c, nint count, int threads, int steps) => stream(u, next, d, c, count, threads, steps);

    /// <summary>The project's folder, from which its programs are run; else where the program lies.</summary>
    private static string ProjectFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AdjointKit.Benchmarks.csproj"))) return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }
}
