namespace AdjointKit.Optimization;

/// <summary>How a fixed point is found and differentiated.</summary>
public sealed record FixedPointOptions
{
    /// <summary>When the iteration ends; the residual is |f(x) - x|, relative to |f(x)|.</summary>
    public StoppingRule Stopping { get; init; } = new();

    /// <summary>The number of earlier iterates that Anderson acceleration combines; 0: plain iteration.</summary>
    public int AndersonDepth { get; init; }

    /// <summary>
    /// How (I - f_x) dx = r and its adjoint are solved: by GMRES, or with <see cref="KrylovMethod.FixedPoint"/> by the iteration lambda = xbar + f_x^H lambda, which converges
    /// as fast as the plain iteration for x.
    /// </summary>
    public KrylovOptions LinearSolver { get; init; } = new();

    /// <summary>Called after each iteration for x; null: nobody.</summary>
    public Action<SolverStep>? Callback { get; init; }
}
