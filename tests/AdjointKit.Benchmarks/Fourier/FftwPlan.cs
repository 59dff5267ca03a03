using AdjointKit.Benchmarks.Native;

namespace AdjointKit.Benchmarks.Fourier;

/// <summary>A plan of FFTW, searched patiently; what the search found is kept beside the compiled baselines, so that it is done once for a machine.</summary>
internal sealed unsafe class FftwPlan : IDisposable
{
    private readonly nint plan;
    private readonly bool single;

    /// <summary>Plans transforms of a batch of contiguous arrays. Planning overwrites both arrays.</summary>
    internal FftwPlan(int[] lengths, int batch, void* x, void* into, bool single, bool real, int threads)
    {
        this.single = single;
        string wisdom = Path.Combine(NativeCompiler.Folder(), $"fftw-{(single ? "single" : "double")}-{threads}.wisdom");
        if (single)
        {
            Fftw.InitThreadsSingle();
            Fftw.PlanWithThreadsSingle(threads);
            if (File.Exists(wisdom)) Fftw.ImportSingle(wisdom);
        }
        else
        {
            Fftw.InitThreadsDouble();
            Fftw.PlanWithThreadsDouble(threads);
            if (File.Exists(wisdom)) Fftw.ImportDouble(wisdom);
        }

        int points = lengths.Aggregate(1, (product, length) => product * length);
        int kept = real ? points / lengths[^1] * ((lengths[^1] / 2) + 1) : points;
        fixed (int* n = lengths)
        {
            plan = (single, real) switch
            {
                (true, false) => Fftw.PlanSingle(lengths.Length, n, batch, x, null, 1, points, into, null, 1, points, Fftw.Forward, Fftw.Patient),
                (true, true) => Fftw.PlanRealSingle(lengths.Length, n, batch, x, null, 1, points, into, null, 1, kept, Fftw.Patient),
                (false, false) => Fftw.PlanDouble(lengths.Length, n, batch, x, null, 1, points, into, null, 1, points, Fftw.Forward, Fftw.Patient),
                (false, true) => Fftw.PlanRealDouble(lengths.Length, n, batch, x, null, 1, points, into, null, 1, kept, Fftw.Patient),
            };
        }

        if (single) Fftw.ExportSingle(wisdom);
        else Fftw.ExportDouble(wisdom);
    }

    internal void Execute()
    {
        if (single) Fftw.ExecuteSingle(plan);
        else Fftw.ExecuteDouble(plan);
    }

    public void Dispose()
    {
        if (single) Fftw.DestroySingle(plan);
        else Fftw.DestroyDouble(plan);
    }
}
