using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>An iteration that finds x from data y = A x, or close to it: made once for an operator, started for any number of data.</summary>
/// <typeparam name="TIn">The element type of x.</typeparam>
/// <typeparam name="TOut">The element type of y.</typeparam>
public abstract class RecoverySolver<TIn, TOut> : IterativeSolver<TIn>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private protected RecoverySolver(Compute compute, SolverOptions options)
        : base(compute, options)
    {
    }

    /// <summary>Sets the data and the first iterate.</summary>
    /// <param name="data">y; not to be changed before the end.</param>
    /// <param name="start">The first iterate, which is copied; null: zeros.</param>
    public abstract void Start(NdArray<TOut> data, NdArray<TIn>? start = null);

    /// <summary>
    /// A number of steps as the layers of a network, of which what is chosen can be learned: those of ISTA and FISTA with any proximal operator, of AMP and of iterative hard thresholding. Untrained it is
    /// as many iterations of this solver, without its stopping rule.
    /// </summary>
    /// <param name="layers">The number of layers.</param>
    /// <param name="learn">What can be learned.</param>
    /// <returns>The network, the caller's; it goes on where the solver is disposed of.</returns>
    /// <exception cref="ArgumentException">The method has no such number.</exception>
    public abstract UnrolledSolver<TIn, TOut> Unroll(int layers, LearnedParts learn);
}
