using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>The x that makes the sum of squares of a function, |r(x)|^2 / 2, smallest, found from a first iterate: a local minimum. Of the derivative only products with vectors are used.</summary>
public static class NonlinearLeastSquares
{
    /// <summary>Makes |r(x)|^2 / 2 smallest for residuals in ops.</summary>
    /// <param name="residuals">x to r(x), in ops.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <returns>The solution, its residual the largest magnitude in the gradient; |r|^2 / 2 stands in the last step of the history.</returns>
    public static SolverResult<TIn> Minimize<TIn, TOut>(
        Func<Var<TIn>, Var<TOut>> residuals,
        NdArray<TIn> start,
        LeastSquaresMethod? method = null,
        NonlinearLeastSquaresOptions? options = null,
        Compute? compute = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(residuals);
        Shape shape;
        using (Linearization<TIn, TOut> first = Linearize.Of(residuals, start, compute)) shape = first.Range;
        using NonlinearLeastSquaresSolver<TIn, TOut> solver = Solver(residuals, start.Shape, shape, method, options, compute);
        solver.Start(start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>A solver for many first iterates, or to be taken step by step.</summary>
    /// <param name="residuals">x to r(x), in ops.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="residualShape">The shape of r(x).</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static NonlinearLeastSquaresSolver<TIn, TOut> Solver<TIn, TOut>(
        Func<Var<TIn>, Var<TOut>> residuals, Shape shape, Shape residualShape, LeastSquaresMethod? method = null, NonlinearLeastSquaresOptions? options = null, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return Make(on => new TapeResiduals<TIn, TOut>(residuals, on), shape, residualShape, method, options, compute);
    }

    /// <summary>A solver for residuals whose Jacobian the caller computes.</summary>
    /// <param name="residuals">Writes r(x) and gives the Jacobian.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="residualShape">The shape of r(x).</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where the arrays lie; null: on the CPU.</param>
    public static NonlinearLeastSquaresSolver<TIn, TOut> Solver<TIn, TOut>(
        ResidualFunction<TIn, TOut> residuals, Shape shape, Shape residualShape, LeastSquaresMethod? method = null, NonlinearLeastSquaresOptions? options = null, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(residuals);
        return Make(on => new DelegateResiduals<TIn, TOut>(residuals, on), shape, residualShape, method, options, compute);
    }

    private static NonlinearLeastSquaresSolver<TIn, TOut> Make<TIn, TOut>(
        Func<Compute, Residuals<TIn, TOut>> function, Shape shape, Shape residualShape, LeastSquaresMethod? method, NonlinearLeastSquaresOptions? options, Compute? compute)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        options = (options ?? new NonlinearLeastSquaresOptions()).Valid();
        LeastSquaresMethod chosen = method ?? options.Method;
        if (!Enum.IsDefined(chosen)) throw new ArgumentOutOfRangeException(nameof(method), chosen, "no such method for nonlinear least squares");
        Compute? own = compute is null ? new Compute(threads: 1) : null;
        return new NonlinearLeastSquaresSolver<TIn, TOut>(function(compute ?? own!), shape, residualShape, options with { Method = chosen }, own);
    }
}
