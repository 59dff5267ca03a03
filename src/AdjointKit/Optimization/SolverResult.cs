using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>What an iteration came to.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Solution">The last iterate, owned by the caller.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Iterations">The number of iterations.</param>
/// <param name="Residual">The residual of the solution, computed from it.</param>
/// <param name="Target">The residual that was asked for.</param>
/// <param name="History">What it had come to at the start and after each iteration, as the method knew it.</param>
public sealed record SolverResult<T>(string Method, NdArray<T> Solution, StopReason Reason, int Iterations, double Residual, double Target, IReadOnlyList<SolverStep> History)
    where T : unmanaged
{
    /// <summary>This result, if the iteration reached what was asked for.</summary>
    /// <exception cref="ConvergenceException">It did not; the solution is released.</exception>
    public SolverResult<T> EnsureConverged()
    {
        if (Reason == StopReason.Converged) return this;
        Solution.Dispose();
        throw new ConvergenceException(Method, Reason, Iterations, Residual, Target);
    }
}
