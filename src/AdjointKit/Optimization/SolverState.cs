using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>
/// All that an iteration carries from one step to the next, copied: what <see cref="IterativeSolver{T}.Save"/> gives, and what <see cref="IterativeSolver{T}.Restore"/> goes on
/// from with the same bits. Owns its arrays; a file needs no more than the four parts.
/// </summary>
/// <param name="Method">The method's name.</param>
/// <param name="Arrays">The arrays.</param>
/// <param name="Numbers">The numbers.</param>
/// <param name="History">The steps so far.</param>
public sealed record SolverState(string Method, IReadOnlyList<UntypedArray> Arrays, IReadOnlyList<double> Numbers, IReadOnlyList<SolverStep> History) : IDisposable
{
    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        foreach (UntypedArray array in Arrays) array.Release();
    }
}
