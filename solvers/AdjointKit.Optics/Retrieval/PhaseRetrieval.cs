using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Loops;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>The phase of a field of which moduli are known.</summary>
public static class PhaseRetrieval
{
    /// <summary>The object of a problem.</summary>
    /// <param name="problem">The model, the moduli and what is known of the object.</param>
    /// <param name="method">The method.</param>
    /// <param name="start">The first iterate, which is copied.</param>
    /// <param name="iterations">The number of iterations.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <exception cref="ConvergenceException">It diverged.</exception>
    public static RetrievalResult<T> Solve<T>(RetrievalProblem<T> problem, RetrievalMethod method, NdArray<T> start, int iterations, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        if (start.Shape != problem.Model.Domain) throw new ArgumentException($"a start of shape {start.Shape} is no object of shape {problem.Model.Domain}", nameof(start));
        if (problem.Constraint.NonNegative && !method.TakesNonNegative) throw new ArgumentException($"{method.Name} knows no non-negative objects: use er, hio, raar or dm", nameof(method));
        using RetrievalRun<T> run = method.Begin(problem, start);
        return Iterate(run, method.Name, iterations, new LoopProgress(method.Name, iterations, progress, cancellation, "iterations"));
    }

    /// <summary>
    /// A first iterate from the moduli with random phases, back in the object: A^H (a e^{i theta}) / |A|^2.
    /// </summary>
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

    internal static RetrievalResult<T> Iterate<T>(RetrievalRun<T> run, string name, int iterations, LoopProgress progress)
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

        progress.Finish();
        return new RetrievalResult<T>(run.Solution(), errors);
    }

    private static NdArray<T> Back<T>(RetrievalProblem<T> problem, NdArray<T> field)
        where T : unmanaged
    {
        NdArray<T> start = problem.Model.ApplyAdjoint(field);
        problem.Model.Compute.Backend.Affine(1 / problem.SquaredNorm, start, 0, start);
        return start;
    }
}
