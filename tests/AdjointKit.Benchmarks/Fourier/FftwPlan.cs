using AdjointKit.Benchmarks.Native;

namespace AdjointKit.Benchmarks.Fourier;

/// <summary>A plan of FFTW, searched patiently; what the search found is kept beside the compiled baselines, so that it is done once for a machine.</summary>
internal sealed unsafe class FftwPlan : IDisposable
{
    private readonly nint plan;
    private readonly bool single;

    /// <summary>Plans transforms of a batch of contiguous arrays; with <paramref name="measured"/>, where no patient plan is kept, by a search that is minutes shorter. Planning overwrites both arrays.</summary>
    internal FftwPlan(int[] lengths, int batch, void* x, void* into, bool single, bool real, int threads, bool measured)
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

        plan = Plan(lengths, batch, x, into, real, Fftw.Patient | Fftw.WisdomOnly);
        IsPatient = plan != 0 || !measured;
        if (plan != 0) return;
        plan = Plan(lengths, batch, x, into, real, measured ? Fftw.Measure : Fftw.Patient);
        if (single) Fftw.ExportSingle(wisdom);
        else Fftw.ExportDouble(wisdom);
    }

    /// <summary>Whether the search was the patient one.</summary>
    internal bool IsPatient { get; }

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

    private nint Plan(int[] lengths, int batch, void* x, void* into, bool real, uint flags)
    {
        int points = lengths.Aggregate(1, (product, length) => product * length);
        int kept = real ? points / lengths[^1] * ((lengths[^1] / 2) + 1) : points;
        fixed (int* n = lengths)
        {
            return (single, real) switch
            {
                (true, false) => Fftw.PlanSingle(lengths.Length, n, batch, x, null, 1, points, into, null, 1, points, Fftw.Forward, flags),
                (true, true) => Fftw.PlanRealSingle(lengths.Length, n, batch, x, null, 1, points, into, null, 1, kept, flags),
                (false, false) => Fftw.PlanDouble(lengths.Length, n, batch, x, null, 1, points, into, null, 1, points, Fftw.Forward, flags),
                (false, true) => Fftw.PlanRealDouble(lengths.Length, n, batch, x, null, 1, points, into, null, 1, kept, flags),
            };
        }
    }
}
