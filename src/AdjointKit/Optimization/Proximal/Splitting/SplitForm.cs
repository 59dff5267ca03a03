using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>A problem as h(x) + F(x) + sum_i G_i(K_i x): F by its prox on x, all others behind an operator or the identity, h by its gradient or, if it is least squares, by its prox in F or among the G_i.</summary>
internal sealed class SplitForm<T>
    where T : unmanaged
{
    private readonly CompositeTerm? quadratic;

    /// <summary>Splits a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="method">The method that asks, for messages.</param>
    /// <param name="byGradient">Whether h is taken by its gradient.</param>
    internal SplitForm(CompositeProblem<T> problem, string method, bool byGradient)
    {
        Compute = problem.Compute;
        Shape = problem.Shape;
        var duals = new List<CompositeTerm>();
        if (byGradient) Smooth = problem.Smooth;
        else if (problem.Smooth is LeastSquaresPart<T> misfit)
        {
            if (misfit.HasOperator) duals.Add(misfit.AsTerm());
            else quadratic = misfit.AsTerm();
        }
        else if (problem.Smooth is SmoothPart<T> other) throw new ArgumentException($"{method} has no prox of {other.Name}: use CondatVu or ProximalGradient, which go by its gradient", nameof(problem));

        foreach (FunctionTerm term in problem.Terms)
        {
            if (Function is null && !term.HasOperator) Function = term;
            else duals.Add(term);
        }

        Terms = [.. duals];
        Misfit = byGradient ? MisfitForm.Gradient : quadratic is null ? MisfitForm.Dual : MisfitForm.Drawn;
    }

    internal Compute Compute { get; }

    internal Shape Shape { get; }

    /// <summary>h, where it is taken by its gradient.</summary>
    internal SmoothPart<T>? Smooth { get; }

    /// <summary>The G_i(K_i x).</summary>
    internal CompositeTerm[] Terms { get; }

    /// <summary>The function that is taken by its prox on x; null: there is none, but for least squares without an operator.</summary>
    internal FunctionTerm? Function { get; }

    /// <summary>How h is taken, if it is least squares.</summary>
    internal MisfitForm Misfit { get; }

    /// <summary>prox of F.</summary>
    internal ILengthMap PrimalProx()
    {
        Backend backend = Compute.Backend;
        return (quadratic, Function) switch
        {
            (CompositeTerm q, CompositeTerm f) => new AfterQuadraticMap(q.Prox(), f.Prox(), backend),
            (CompositeTerm q, null) => q.Prox(),
            (null, CompositeTerm f) => f.Prox(),
            _ => new IdentityMap(backend),
        };
    }

    /// <summary>F(x).</summary>
    internal double PrimalValue(in UntypedArray x) => (quadratic?.Value(x) ?? 0) + (Function?.Value(x) ?? 0);

    /// <summary>F*(w), where it has a formula.</summary>
    internal double PrimalConjugateValue(in UntypedArray w)
    {
        if (quadratic is not null && Function is not null) throw new NotSupportedException($"The value of the conjugate of {Function.Name} plus least squares has no formula here.");
        if ((quadratic ?? Function) is CompositeTerm only) return only.ConjugateValue(w);
        return Compute.Backend.MaxAbs(w) == 0 ? 0 : double.PositiveInfinity;
    }

    /// <summary>m, such that F - m/2 |x|^2 is convex.</summary>
    internal double StrongConvexity => (quadratic?.StrongConvexity ?? 0) + (Function?.StrongConvexity ?? 0);

    /// <summary>m, such that each G_i* - m/2 |y_i|^2 is convex.</summary>
    internal double DualStrongConvexity => Terms.Length == 0 ? 0 : Terms.Min(term => 1 / term.LargestCurvature);

    /// <summary>The largest eigenvalue of sum_i K_i^H K_i by power iteration: never above it.</summary>
    internal double SquaredNorm() => Curvature.Largest(Compute, ElementTypes.Of<T>(), Shape, Terms);
}
