namespace AdjointKit.Optimization;

/// <summary>How a fixed point is found and differentiated. The residual is |f(x) - x|, relative to |f(x)|.</summary>
public sealed record FixedPointOptions : SolverOptions
{
    /// <summary>The number of earlier iterates that Anderson acceleration combines; 0: plain iteration.</summary>
    public int AndersonDepth { get; init; }

    /// <summary>
    /// How (I - f_x) dx = r and its adjoint are solved: by GMRES, or with <see cref="LinearMethod.FixedPoint"/> by the iteration lambda = xbar + f_x^H lambda, which converges
    /// as fast as the plain iteration for x.
    /// </summary>
    public LinearOptions LinearSolver { get; init; } = new();
}
