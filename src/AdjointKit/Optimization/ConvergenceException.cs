using System.Globalization;

namespace AdjointKit.Optimization;

/// <summary>An iteration ended before its residual was within the limit, and what was to be computed from its solution would be wrong.</summary>
public sealed class ConvergenceException : ArithmeticException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="reason">Why it ended.</param>
    /// <param name="iterations">The number of iterations.</param>
    /// <param name="residual">The residual at the end.</param>
    /// <param name="target">The residual that was asked for.</param>
    public ConvergenceException(string method, StopReason reason, int iterations, double residual, double target)
        : base(string.Create(CultureInfo.InvariantCulture, $"{method} ended after {iterations} iterations with a residual of {residual:g4}, above the limit {target:g4}: {Advice(reason)}."))
    {
        Reason = reason;
        Iterations = iterations;
        Residual = residual;
        Target = target;
    }

    /// <summary>Why it ended.</summary>
    public StopReason Reason { get; }

    /// <summary>The number of iterations.</summary>
    public int Iterations { get; }

    /// <summary>The residual at the end.</summary>
    public double Residual { get; }

    /// <summary>The residual that was asked for.</summary>
    public double Target { get; }

    private static string Advice(StopReason reason) => reason switch
    {
        StopReason.IterationLimit => "raise IterationLimit, loosen the tolerances, or help it with a preconditioner, a longer Restart or Anderson acceleration",
        StopReason.Stagnated => "the residual falls no further; loosen the tolerances, or choose another method or a longer Restart",
        StopReason.Breakdown => "the system is singular, or the method is not for it (conjugate gradients need a positive definite operator and preconditioner)",
        StopReason.IllConditioned => "the operator is too ill-conditioned for its limit; give a Damping or a preconditioner, or raise ConditionLimit",
        _ => "a value became infinite or not a number, so the iteration diverges or was given such values",
    };
}
