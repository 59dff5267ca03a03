using System.Diagnostics;
using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Cli.Commands.Sparse;

/// <summary>A recovery under way: the arrays on the device, the solver and the curve. As a state of a run it is the solver's and the curve.</summary>
internal sealed class RecoveryRun<T> : IRunState, IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The relative error of |A|^2 behind a step that is not given: far below what changes a printed digit.</summary>
    private const double NormTolerance = 1e-12;

    /// <summary>A length that is the limit but for rounding is no longer one.</summary>
    private const double StepRounding = 1e-6;

    private readonly Compute compute;
    private readonly RecoveryChoices choices;
    private readonly List<NdArray<T>> onDevice = [];
    private readonly ProximalGradient<T, T> solver;

    /// <summary>Brings the arrays to the device and starts the solver.</summary>
    internal RecoveryRun(Compute compute, RecoveryInput<T> input, RecoveryChoices choices)
    {
        this.compute = compute;
        this.choices = choices;
        NdArray<T> data = OnDevice(input.Data);
        solver = MakeSolver(OnDevice(input.Matrix), input.Samples);
        solver.Start(data);
        Curve = new RecoveryCurve<T>(compute, input.Truth is NdArray<T> truth ? OnDevice(truth) : null);
        Curve.Add(compute.Backend.Dot(data, data).Real / 2, solver.Solution);
    }

    internal RecoveryCurve<T> Curve { get; }

    internal string Method => solver.Name;

    internal double StepLength => solver.StepLength;

    internal int Iterations => solver.Iterations;

    /// <summary>Whether it ended since the residual was within the tolerance.</summary>
    internal bool Converged => solver.Reason == StopReason.Converged;

    /// <summary>Iterates to the end, and saves the state now and then, and where it is cancelled.</summary>
    internal void Iterate(ResumableRun state, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        state.Load(this);
        int first = Iterations;
        long began = Stopwatch.GetTimestamp();
        while (solver.Reason is null)
        {
            if (cancellation.IsCancellationRequested)
            {
                if (Iterations > state.Saved) state.Save(Iterations, this);
                cancellation.ThrowIfCancellationRequested();
            }

            solver.Step();
            Curve.Add(solver.Objective, solver.Solution);
            if (solver.Reason is null) state.SaveWhenDue(Iterations, this);
            progress?.Report(Progress(first, Stopwatch.GetElapsedTime(began)));
        }

        if (solver.Reason == StopReason.NotFinite) throw new ConvergenceException(solver.Name, StopReason.NotFinite, Iterations, solver.Residual, solver.Target);
        if (choices.Tolerance is not null) return;

        // A residual of zero ends an iteration that would stand still from there on.
        while (Curve.Points.Count <= choices.Iterations) Curve.Repeat();
    }

    /// <summary>The signals [sample, N] in host memory, owned by the caller.</summary>
    internal NdArray<T> Signals() => compute.ToHost(solver.Solution);

    public void Save(Stream stream)
    {
        Curve.Save(stream);
        new SolverRunState<T>(solver).Save(stream);
    }

    public void Load(Stream stream)
    {
        Curve.Load(stream);
        new SolverRunState<T>(solver).Load(stream);
    }

    public void Dispose()
    {
        solver.Dispose();
        Curve.Dispose();
        foreach (NdArray<T> array in onDevice) array.Dispose();
    }

    private ProximalGradient<T, T> MakeSolver(NdArray<T> matrix, int samples)
    {
        double norm = OperatorNorm.Estimate(new MatrixOperator<T>(compute, matrix), NormTolerance, iterations: 10_000);
        double unit = 1 / (norm * norm);
        double limit = choices.Algorithm.StepLimit * unit;
        if (choices.Step > limit * (1 + StepRounding)) throw new UsageException($"--step {choices.Step} is above the limit {limit:G9} = {choices.Algorithm.StepLimit}/|A|^2 of {choices.Algorithm}: leave --step out for {unit:G9}");
        return new ProximalGradient<T, T>(new MatrixOperator<T>(compute, matrix, samples), new L1Norm<T>(compute, choices.Lambda), new ProximalGradientOptions
        {
            Accelerated = choices.Algorithm.Accelerated,
            StepLength = choices.Step ?? unit,
            Stopping = new StoppingRule { RelativeTolerance = choices.Tolerance ?? 0, IterationLimit = choices.Iterations },
        });
    }

    /// <summary>On the CPU the array itself; on a device a copy, which is data and so counts against no budget.</summary>
    private NdArray<T> OnDevice(NdArray<T> host)
    {
        if (compute.Device.IsHost) return host;
        NdArray<T> copy = compute.Backend.Allocate(ElementTypes.Of<T>(), host.Shape, account: null).As<T>();
        compute.Backend.CopyFromHost(host, copy);
        onDevice.Add(copy);
        return copy;
    }

    private RunProgress Progress(int first, TimeSpan elapsed)
    {
        double rate = (Iterations - first) / elapsed.TotalSeconds;
        return new RunProgress("recovering", Iterations, choices.Iterations, "iterations", elapsed, TimeSpan.FromSeconds((choices.Iterations - Iterations) / rate)) { Rate = rate };
    }
}
