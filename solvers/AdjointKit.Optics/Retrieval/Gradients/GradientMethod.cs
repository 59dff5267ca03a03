using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization;

namespace AdjointKit.Optics;

/// <summary>A method that goes down the gradient of a misfit of v = A x, which the engine finds; x is 0 outside the support.</summary>
public abstract record GradientMethod : RetrievalMethod
{
    /// <inheritdoc/>
    public sealed override bool TakesNonNegative => false;

    internal sealed override RetrievalRun<T> Begin<T>(RetrievalProblem<T> problem, NdArray<T> start) => new GradientRun<T>(problem, this, start);

    /// <summary>The misfit.</summary>
    /// <param name="v">A x, complex.</param>
    /// <param name="amplitudes">The measured moduli.</param>
    internal abstract Var Misfit(Var v, Var amplitudes);

    /// <summary>The rule and the length of the steps.</summary>
    internal abstract OptimizerOptions Steps<T>(RetrievalProblem<T> problem)
        where T : unmanaged;
}

/// <summary>A descent on its way.</summary>
internal sealed class GradientRun<T> : RetrievalRun<T>
    where T : unmanaged
{
    private readonly RetrievalProblem<T> problem;
    private readonly GradientMethod method;
    private readonly Moduli<T> moduli;
    private readonly ObjectSet<T> allowed;
    private readonly SmoothSolver<T> solver;
    private readonly NdArray<T>? support;
    private double error;

    internal GradientRun(RetrievalProblem<T> problem, GradientMethod method, NdArray<T> start)
    {
        this.problem = problem;
        this.method = method;
        Compute compute = problem.Model.Compute;
        moduli = new Moduli<T>(compute, problem.Amplitudes);
        allowed = new ObjectSet<T>(compute, problem.Model.Domain, problem.Constraint);
        if (problem.Constraint.Support is not null)
        {
            support = compute.Empty<T>(problem.Model.Domain);
            compute.Backend.Copy(allowed.Kept, support.Value);
        }

        var options = new MinimizerOptions { FirstOrder = method.Steps(problem), Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = int.MaxValue } };
        solver = Minimizer.Solver<T>(Misfit, problem.Model.Domain, MinimizationMethod.FirstOrder, options, compute);
        solver.Start(start);
    }

    internal override double Step()
    {
        double before = error;
        solver.Step();
        return before;
    }

    internal override NdArray<T> Solution()
    {
        NdArray<T> solution = problem.Model.Compute.Empty<T>(problem.Model.Domain);
        allowed.Project(solver.Solution, solution);
        return solution;
    }

    public override void Dispose()
    {
        solver.Dispose();
        moduli.Dispose();
        allowed.Dispose();
        support?.Dispose();
    }

    private Var Misfit(Var<T> x)
    {
        Var<T> v = Ops.Apply(problem.Model, support is NdArray<T> mask ? x * x.Tape.Constant(mask) : x);
        error = moduli.Error(v.Value);
        return method.Misfit(v, x.Tape.AddNode(problem.Amplitudes, owned: false, active: false));
    }
}
