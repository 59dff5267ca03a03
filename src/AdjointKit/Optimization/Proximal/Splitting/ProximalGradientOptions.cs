namespace AdjointKit.Optimization;

/// <summary>
/// How f(x) + |A x - b|^2 / 2 is made smallest. The residual is the prox-gradient |x - prox_{s f}(x - s grad)| / s at the point that a step starts from; the tolerance is relative to |A^H b|.
/// </summary>
public sealed record ProximalGradientOptions : SolverOptions
{
    /// <summary>The length of a step, at most 1 / |A|^2; null: found, by power iteration on A^H A.</summary>
    public double? StepLength { get; init; }

    /// <summary>Whether steps start from a point ahead of the iterate (FISTA) or from the iterate (ISTA).</summary>
    public bool Accelerated { get; init; } = true;

    /// <summary>Whether the momentum of FISTA begins anew where it leads uphill; it is then usually faster, and the bound 2 L |x0 - x*|^2 / (k + 1)^2 holds from each restart only.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether a step that is too long for the curvature met is halved, and the shorter length kept: for a length that is a guess.</summary>
    public bool Backtracking { get; init; }
}
