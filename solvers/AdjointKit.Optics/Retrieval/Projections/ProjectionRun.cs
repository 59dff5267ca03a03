using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The arrays of a method of projections.</summary>
internal sealed class ProjectionRun<T> : RetrievalRun<T>
    where T : unmanaged
{
    private readonly RetrievalProblem<T> problem;
    private readonly ProjectionMethod method;
    private readonly Compute compute;
    private readonly Moduli<T> moduli;
    private readonly NdArray<T> measured;

    internal ProjectionRun(RetrievalProblem<T> problem, ProjectionMethod method, NdArray<T> start)
    {
        this.problem = problem;
        this.method = method;
        compute = problem.Model.Compute;
        moduli = new Moduli<T>(compute, problem.Amplitudes);
        measured = compute.Empty<T>(problem.Model.Range);
        Allowed = new ObjectSet<T>(compute, problem.Model.Domain, problem.Constraint);
        X = compute.Empty<T>(problem.Model.Domain);
        Fitted = compute.Empty<T>(problem.Model.Domain);
        Scratch = compute.Empty<T>(problem.Model.Domain);
        compute.Backend.Copy(Allowed.Look(start), X);
        compute.Backend.Copy(X, Fitted);
    }

    internal Backend Backend => compute.Backend;

    /// <summary>The iterate.</summary>
    internal NdArray<T> X { get; }

    /// <summary>P_M of the iterate; what the method has fitted when it is done with a step.</summary>
    internal NdArray<T> Fitted { get; }

    internal NdArray<T> Scratch { get; }

    /// <summary>P_S.</summary>
    internal ObjectSet<T> Allowed { get; }

    internal override double Step()
    {
        double error = ProjectMeasured(X, Fitted);
        method.Advance(this);
        return error;
    }

    /// <summary>into = P_M x = x + A^H (a v / |v| - v) / |A|^2 with v = A x, which is A^H (a v / |v|) for a unitary A; the error of x.</summary>
    internal double ProjectMeasured(NdArray<T> x, NdArray<T> into)
    {
        problem.Model.Apply(x, measured);
        double error = moduli.Correct(measured);
        problem.Model.ApplyAdjoint(measured, into);
        Backend.Combine(1, x, 1 / problem.SquaredNorm, into, into);
        return error;
    }

    /// <summary>P_S of what was last fitted: the iterate itself carries feedback beside the object.</summary>
    internal override NdArray<T> Solution()
    {
        NdArray<T> solution = compute.Empty<T>(X.Shape);
        Allowed.Project(Fitted, solution);
        return solution;
    }

    public override void Dispose()
    {
        moduli.Dispose();
        measured.Dispose();
        Allowed.Dispose();
        X.Dispose();
        Fitted.Dispose();
        Scratch.Dispose();
    }
}
