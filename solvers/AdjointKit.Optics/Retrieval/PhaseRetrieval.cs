using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>The phase of a field of which moduli are known.</summary>
public static class PhaseRetrieval
{
    internal const string Activity = "retrieving";
    internal const string Unit = "iterations";

    /// <summary>The object of a problem.</summary>
    /// <param name="problem">The model, the moduli and what is known of the object.</param>
    /// <param name="stages">The methods, one after another.</param>
    /// <param name="start">The first iterate, which is copied.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <exception cref="ConvergenceException">It diverged.</exception>
    public static RetrievalResult<T> Solve<T>(RetrievalProblem<T> problem, IReadOnlyList<RetrievalStage> stages, NdArray<T> start, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        Require(problem, stages);
        if (start.Shape != problem.Model.Domain) throw new ArgumentException($"a start of shape {start.Shape} is no object of shape {problem.Model.Domain}", nameof(start));
        var reporter = new LoopProgress(Activity, stages.Sum(stage => (long)stage.Iterations), progress, cancellation, Unit);
        RetrievalResult<T> result = Run(problem, stages, start, ref reporter);
        reporter.Finish();
        return result;
    }

    /// <summary>The best of several tries from random starts: that with the least error in its last iteration.</summary>
    /// <param name="problem">The model, the moduli and what is known of the object.</param>
    /// <param name="stages">The methods, one after another.</param>
    /// <param name="seed">The seed of the first try; each further one has the next.</param>
    /// <param name="tries">The number of tries.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <returns>The best result, and its seed.</returns>
    /// <exception cref="ConvergenceException">A try diverged.</exception>
    public static (RetrievalResult<T> Result, ulong Seed) BestOfSeeds<T>(RetrievalProblem<T> problem, IReadOnlyList<RetrievalStage> stages, ulong seed, int tries, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        Require(problem, stages);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tries);
        var reporter = new LoopProgress(Activity, tries * stages.Sum(stage => (long)stage.Iterations), progress, cancellation, Unit);
        RetrievalResult<T>? best = null;
        ulong bestSeed = seed;
        for (int k = 0; k < tries; k++)
        {
            using NdArray<T> start = RandomStart(problem, seed + (ulong)k);
            RetrievalResult<T> result = Run(problem, stages, start, ref reporter);
            bool isBetter = best is null || result.LastError < best.LastError;
            if (isBetter) (best, result, bestSeed) = (result, best!, seed + (ulong)k);
            result?.Field.Dispose();
        }

        reporter.Finish();
        return (best!, bestSeed);
    }

    /// <summary>A first iterate from the moduli with random phases, back in the object: A^H (a e^{i theta}) / |A|^2.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seed">The seed of the phases.</param>
    public static NdArray<T> RandomStart<T>(RetrievalProblem<T> problem, ulong seed)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        Compute compute = problem.Model.Compute;
        using NdArray<T> field = compute.Empty<T>(problem.Model.Range);
        compute.Backend.FillNormal(field, new CounterRandom(seed));
        using (var moduli = new Moduli<T>(compute, problem.Amplitudes)) moduli.Impose(field);
        return Back(problem, field);
    }

    /// <summary>The first iterate whose phases at the measurement are 0: A^H a / |A|^2.</summary>
    /// <param name="problem">The problem.</param>
    public static NdArray<T> FlatStart<T>(RetrievalProblem<T> problem)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        using NdArray<T> field = problem.Model.Compute.Empty<T>(problem.Model.Range);
        problem.Model.Compute.Backend.Copy(problem.Amplitudes, field);
        return Back(problem, field);
    }

    /// <summary>Takes the steps of one run; gives the error before each.</summary>
    internal static List<double> Iterate<T>(RetrievalRun<T> run, string name, int iterations, ref LoopProgress progress)
        where T : unmanaged
    {
        var errors = new List<double>(iterations);
        for (int k = 0; k < iterations; k++)
        {
            double error = run.Step();
            if (!double.IsFinite(error)) throw new ConvergenceException(name, StopReason.NotFinite, k, error, 0);
            errors.Add(error);
            progress.Add(1);
        }

        return errors;
    }

    private static RetrievalResult<T> Run<T>(RetrievalProblem<T> problem, IReadOnlyList<RetrievalStage> stages, NdArray<T> start, ref LoopProgress progress)
        where T : unmanaged
    {
        var errors = new List<double>();
        NdArray<T> field = problem.Model.Compute.Empty<T>(start.Shape);
        problem.Model.Compute.Backend.Copy(start, field);
        foreach (RetrievalStage stage in stages)
        {
            using RetrievalRun<T> run = stage.Method.Begin(problem, field);
            errors.AddRange(Iterate(run, stage.Method.Name, stage.Iterations, ref progress));
            field.Dispose();
            field = run.Solution();
        }

        return new RetrievalResult<T>(field, errors);
    }

    private static void Require<T>(RetrievalProblem<T> problem, IReadOnlyList<RetrievalStage> stages)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(stages);
        foreach (RetrievalStage stage in stages)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(stage.Iterations, nameof(stages));
            if (problem.Constraint.NonNegative && !stage.Method.TakesNonNegative) throw new ArgumentException($"{stage.Method.Name} knows no non-negative objects: use er, hio, raar or dm", nameof(stages));
        }
    }

    private static NdArray<T> Back<T>(RetrievalProblem<T> problem, NdArray<T> field)
        where T : unmanaged
    {
        NdArray<T> start = problem.Model.ApplyAdjoint(field);
        problem.Model.Compute.Backend.Affine(1 / problem.SquaredNorm, start, 0, start);
        return start;
    }
}
