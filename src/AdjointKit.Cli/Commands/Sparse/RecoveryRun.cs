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
    private readonly MatrixOperator<T> a;
    private readonly NdArray<T> data;
    private readonly NdArray<T> misfit;
    private readonly L1Norm<T> norm;
    private readonly RecoverySolver<T, T> solver;

    /// <summary>Brings the arrays to the device and starts the solver.</summary>
    internal RecoveryRun(Compute compute, RecoveryInput<T> input, RecoveryChoices choices)
    {
        this.compute = compute;
        this.choices = choices;
        NdArray<T> matrix = OnDevice(input.Matrix);
        data = OnDevice(input.Data);
        a = new MatrixOperator<T>(compute, matrix, input.Samples);
        misfit = compute.Empty<T>(data.Shape);
        norm = new L1Norm<T>(compute, choices.Lambda ?? 0);
        if (choices.Algorithm.HasStep) StepLength = Length(matrix);
        solver = MakeSolver();
        solver.Start(data);
        Curve = new RecoveryCurve<T>(compute, input.Truth is NdArray<T> truth ? OnDevice(truth) : null);
        AddPoint();
    }

    internal RecoveryCurve<T> Curve { get; }

    internal string Method => solver.Name;

    /// <summary>The length of a step; null: the method has none.</summary>
    internal double? StepLength { get; }

    internal int Iterations => solver.Iterations;

    /// <summary>Why it ended.</summary>
    internal StopReason Reason => solver.Reason!.Value;

    /// <summary>Iterates to the end, and saves the state now and then, and where it is cancelled.</summary>
    internal void Iterate(ResumableRun state, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        state.Load(this);
        int first = Iterations;
        if (first > choices.Iterations) throw new UsageException($"--iterations {choices.Iterations} is below the {first} that the interrupted run in {state.Folder} has done: give {first} or more, or delete the folder and start anew");
        long began = Stopwatch.GetTimestamp();
        while (solver.Reason is null)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                solver.Step(cancellation);
            }
            catch (OperationCanceledException)
            {
                if (Iterations > state.Saved) state.Save(Iterations, this);
                throw;
            }

            AddPoint();
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
        misfit.Dispose();
        Curve.Dispose();
        foreach (NdArray<T> array in onDevice) array.Dispose();
    }

    private RecoverySolver<T, T> MakeSolver()
    {
        var options = new SparseOptions
        {
            Weight = choices.Lambda,
            ThresholdFactor = choices.Alpha,
            StepLength = StepLength,
            Sparsity = choices.Sparsity,
            NoiseVariance = choices.NoiseVariance,
            Stopping = new StoppingRule { RelativeTolerance = choices.Tolerance ?? 0, IterationLimit = choices.Iterations },
        };
        try
        {
            return SparseRecovery.Solver(a, choices.Algorithm.Method, options);
        }
        catch (ArgumentException failure) when (choices.Sparsity is not null)
        {
            throw new UsageException($"--sparsity {choices.Sparsity}: {failure.Message}", failure);
        }
    }

    /// <summary>The length of a step that was given, or else 1/|A|^2.</summary>
    private double Length(NdArray<T> matrix)
    {
        double largest = OperatorNorm.Estimate(new MatrixOperator<T>(compute, matrix), NormTolerance, iterations: 10_000);
        double unit = 1 / (largest * largest);
        double limit = choices.Algorithm.StepLimit * unit;
        return choices.Step > limit * (1 + StepRounding)
            ? throw new UsageException($"--step {choices.Step} is above the limit {limit:G9} = {choices.Algorithm.StepLimit}/|A|^2 of {choices.Algorithm}: leave --step out for {unit:G9}")
            : choices.Step ?? unit;
    }

    private void AddPoint() => Curve.Add(Objective(), solver.Solution);

    /// <summary>1/2 |Ax - y|^2 + lambda |x|_1 as the method knows it; else, and of a method without lambda (which is 0 then), computed.</summary>
    private double Objective()
    {
        if (choices.Lambda is not null && !double.IsNaN(solver.Objective)) return solver.Objective;
        a.Apply(solver.Solution, misfit);
        compute.Backend.AddScaled(-1, data, misfit);
        double half = compute.Backend.Dot(misfit, misfit).Real / 2;
        return choices.Lambda > 0 ? half + norm.Value(solver.Solution) : half;
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
