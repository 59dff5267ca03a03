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
}
