using System.Globalization;

namespace AdjointKit.Optimization;

/// <summary>
/// How a <see cref="CompositeProblem{T}"/> is solved. The residual is the larger of the primal and the dual one, each relative to the largest magnitude so far of what cancels in it: 1 at the
/// start; a relative tolerance that is left out is 1e-6, in single precision 1e-4.
/// </summary>
public sealed record CompositeOptions : SolverOptions
{
    /// <summary>The method, where the caller does not name one.</summary>
    public CompositeMethod Method { get; init; }

    /// <summary>t, the length of steps in x, of Douglas and Rachford's method its step; null: found. ADMM has none.</summary>
    public double? PrimalStep { get; init; }

    /// <summary>s, the length of steps in the dual variables, of ADMM and its linearised form the penalty; null: found. Douglas and Rachford's method has none.</summary>
    public double? DualStep { get; init; }

    /// <summary>
    /// Whether lengths are balanced on the way, so that the primal and the dual residual fall alike: always within the limit of stability, and by less and less, so that the iteration converges (Goldstein,
    /// Li, Yuan, Esser and Baraniuk, "Adaptive primal-dual hybrid gradient methods", 2013). Null: where no length is given. Unrolled steps are not balanced. Off,
    /// primal-dual steps use that a function is strongly convex: <see cref="Accelerated"/>.
    /// </summary>
    public bool? Adaptive { get; init; }

    /// <summary>
    /// Whether proximal gradient steps start from a point ahead of the iterate (FISTA), and PDHG, where <see cref="Adaptive"/> is off, changes its lengths as the strong convexity of the function on x allows
    /// (<see cref="ProximalOperator{T}.StrongConvexity"/>): x comes near the solution, and the gap falls, in the fewest steps, while balanced lengths are better for the residual.
    /// </summary>
    public bool Accelerated { get; init; } = true;

    /// <summary>Whether the momentum of proximal gradient steps begins anew where it leads uphill. Unrolled steps have no such branch.</summary>
    public bool Restarted { get; init; } = true;

    /// <summary>By what steps of ADMM and of Douglas and Rachford's method are longer than they would be, below 2; 1.5 to 1.8 often helps.</summary>
    public double Relaxation { get; init; } = 1;

    /// <summary>
    /// The residual of linear systems within a step of ADMM and of Douglas and Rachford's method, relative to their right-hand side; null: a hundredth of what is missing for a minimum, and less and less
    /// from step to step, so that the sum of all is finite and the iteration converges.
    /// </summary>
    public double? InnerTolerance { get; init; }

    /// <summary>
    /// The most steps of conjugate gradients for such a system. Where they do not suffice, what is left counts in the residual, and the next step goes on from there.
    /// </summary>
    public int InnerLimit { get; init; } = 100;

    /// <summary>Whether lengths are balanced.</summary>
    internal bool IsAdaptive => Adaptive ?? (PrimalStep is null && DualStep is null);

    /// <summary>These options, if their numbers are such.</summary>
    internal CompositeOptions Valid()
    {
        Require(PrimalStep, "the length of primal steps");
        Require(DualStep, "the length of dual steps");
        if (!(Relaxation > 0 && Relaxation < 2)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a relaxation of {Relaxation} diverges: it must be above 0 and below 2"));
        if (InnerTolerance is double inner && !(inner >= 0)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a tolerance of inner systems is 0 or more, not {inner}"));
        if (InnerLimit < 1) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"inner systems take 1 step or more, not {InnerLimit}"));
        return this;
    }

    private static void Require(double? value, string what)
    {
        if (value is double number && (!(number > 0) || !double.IsFinite(number))) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{what} is {number}: it must be above 0 and finite"));
    }
}
