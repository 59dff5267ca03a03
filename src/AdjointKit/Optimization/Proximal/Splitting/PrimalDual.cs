namespace AdjointKit.Optimization;

/// <summary>
/// Primal-dual hybrid gradients (Chambolle and Pock, "A first-order primal-dual algorithm for convex problems with applications to imaging", J. Math. Imaging Vis. 40, 2011): all functions by
/// their prox, least squares with an A among them. For s t |K|^2 at most 1 the gap of the averages of N iterates is at most (|x - x0|^2 / (2 t) + |y - y0|^2 / (2 s)) / N.
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
