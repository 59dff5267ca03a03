namespace AdjointKit.Optimization;

/// <summary>
/// Primal-dual hybrid gradients (Chambolle and Pock, "A first-order primal-dual algorithm for convex problems with applications to imaging", J. Math. Imaging Vis. 40, 2011): all functions by
/// their prox, least squares with an A among them. Where F is strongly convex (<see cref="ProximalOperator{T}.StrongConvexity"/>; |x - b|^2 / 2 is, with 1) and lengths are not balanced, steps are
/// accelerated (<see cref="CompositeOptions.Accelerated"/>): |x - x*|^2 is at most t_N^2 (|x0 - x*|^2 / t^2 + |y0 - y*|^2 / (t s)) after N, and t_N about 1 / (m N); with all G_i smooth as well it falls by a factor in each step. Else for s t |K|^2 at most 1 the gap of the averages of N iterates is at most (|x - x0|^2 / (2 t) + |y - y0|^2 / (2 s)) / N.
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class PrimalDual<T> : PrimalDualSolver<T>
    where T : unmanaged
{
    internal const string MethodName = "PDHG";

    /// <summary>Makes the buffers, and finds the lengths of steps that are not given.</summary>
    /// <param name="problem">The problem; its smooth part is least squares or none.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public PrimalDual(CompositeProblem<T> problem, CompositeOptions? options = null)
        : base(MethodName, problem, options, byGradient: false)
    {
    }
}
