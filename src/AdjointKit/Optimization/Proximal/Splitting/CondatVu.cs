namespace AdjointKit.Optimization;

/// <summary>
/// Primal-dual steps with h by its gradient (Condat, "A primal-dual splitting method for convex optimization involving Lipschitzian, proximable and linear composite terms", J. Optim. Theory
/// Appl. 158, 2013; Vu, Adv. Comput. Math. 38, 2013). Without functions behind operators these are proximal gradient steps, without h those of <see cref="PrimalDual{T}"/>.
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class CondatVu<T> : PrimalDualSolver<T>
    where T : unmanaged
{
    internal const string MethodName = "Condat-Vu";

    /// <summary>Makes the buffers, and finds the lengths of steps that are not given.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public CondatVu(CompositeProblem<T> problem, CompositeOptions? options = null)
        : base(MethodName, problem, options, byGradient: true)
    {
    }
}
