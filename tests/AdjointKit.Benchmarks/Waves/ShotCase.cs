using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Benchmarks.Runner;
using AdjointKit.Kernels;
using AdjointKit.Loops;
using AdjointKit.Waves;
using AdjointKit.Waves.Acoustic;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.Kernels;

namespace AdjointKit.Benchmarks.Waves;

/// <summary>
/// A whole shot: absorbing layers of 20 points on all sides, one source, a line of receivers that listen at every step. Its points are counted with those
/// of the layers.
/// </summary>
internal sealed unsafe class ShotCase<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Spacing = 10;
    private const double Velocity = 2000;
    private const double TimeStep = 0.9 * 0.5 * Spacing / Velocity;

    /// <summary>The adjoint runs over a window of records that is used again and again: what is measured is the step, not the history.</summary>
    private const int WindowSteps = 4;

    private readonly ThreadTeam team;
    private readonly MemoryAccount account = new();
    private readonly NdArray<T> velocity;
    private readonly AcousticMedium<T> medium;
    private readonly ImagingAccumulator<T> imaging;
    private readonly AcousticStep<T> step;
    private readonly AcousticShot<T> shot;
    private readonly NdArray<T>[] records;
    private readonly int steps;

    internal ShotCase(int nx, int nz, int order, int steps, bool gradient, ThreadTeam team)
    {
        this.team = team;
        this.steps = steps;
        var grid = new Grid2D(nx, nz, Spacing, Spacing);
        velocity = NdArray.Zeros<T>(nx, nz);
        new Span<T>(velocity.Pointer, nx * nz).Fill(T.CreateChecked(Velocity));
        var options = new AcousticOptions { Order = order };
        medium = new AcousticMedium<T>(grid, new PaddedLayout(nx, nz, options.EffectivePml, order / 2), velocity, Velocity, TimeStep, options, account);
        imaging = gradient ? new GradientImage<T>(medium.Layout, illuminate: false, account) : new NoImage<T>(medium.Layout, illuminate: false, account);
        step = new AcousticStep<T>(medium, imaging, team, account);
        var positions = new Shot([new Position(grid.Width / 2, 20 * Spacing)], Position.Line(0, grid.Width, nx, 2 * Spacing));
        shot = new AcousticShot<T>(positions, grid, medium, substeps: 1, steps + 1);
        for (int n = 0; n < steps; n++) shot.SourceSignals.Pointer[n] = T.CreateChecked(Ricker(15, (n * TimeStep) - 0.1));
        for (int n = 0; n < shot.Residual.Count; n++) shot.Residual.Pointer[n] = T.CreateChecked(Math.Sin(n));
        step.Begin(shot);
        if (gradient) step.ReserveAdjoint();
        records = gradient ? [.. Enumerable.Range(0, WindowSteps).Select(_ => NdArray.Zeros<T>(medium.Layout.PlainCount))] : [];
    }

    internal long Points => (long)medium.Layout.Nx * medium.Layout.Nz;

    internal int Rows => medium.Layout.Nx;

    internal int Columns => medium.Layout.Nz;

    internal int Steps => steps;

    /// <summary>The step itself, with all fields that a sweep needs.</summary>
    internal LoopStep Step => step;

    /// <summary>The bytes of the fields that a memory budget counts beside the history.</summary>
    internal long FieldBytes => account.Used;

    /// <summary>The forward shot from rest to its end; with a gradient it writes a record at each step.</summary>
    internal Contestant Forward(string name) => new(name, shots =>
    {
        for (int n = 0; n < shots; n++)
        {
            step.Initialize();
            if (records.Length == 0) step.Advance(0, steps, RecordWindow.None);
            else ForEachWindow(backwards: false, (from, to, window) => step.Advance(from, to, window.At(from)));
        }
    });

    /// <summary>The adjoint sweep with the product of record and receiver field at each step.</summary>
    internal Contestant Adjoint(string name) => new(name, shots =>
    {
        for (int n = 0; n < shots; n++)
        {
            step.InitializeAdjoint();
            ForEachWindow(backwards: true, (from, to, window) => step.AdvanceAdjoint(from, to, window.At(from)));
        }
    });

    public void Dispose()
    {
        step.Dispose();
        shot.Dispose();
        imaging.Dispose();
        medium.Dispose();
        velocity.Dispose();
        foreach (NdArray<T> record in records) record.Dispose();
    }

    private static double Ricker(double frequency, double time)
    {
        double square = Math.PI * frequency * time * (Math.PI * frequency * time);
        return (1 - (2 * square)) * Math.Exp(-square);
    }

    private void ForEachWindow(bool backwards, Action<long, long, Window> visit)
    {
        var window = new Window([.. records.Select(record => record.Raw)]);
        int windows = steps / WindowSteps;
        for (int n = 0; n < windows; n++)
        {
            long from = (long)(backwards ? windows - 1 - n : n) * WindowSteps;
            visit(from, from + WindowSteps, window);
        }
    }

    private sealed record Window(RawArray[] Pieces)
    {
        internal RecordWindow At(long first) => new(first, Pieces);
    }
}
