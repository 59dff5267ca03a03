using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// Finds sparse signals x from data y = A x or close to it. Where the operator does the same to many samples (<see cref="LinearOperator.SampleAxes"/>) each has its own threshold, support and number
/// of nonzeros. Whoever recovers many with one operator keeps a <see cref="RecoverySolver{TIn, TOut}"/>.
/// </summary>
public static partial class SparseRecovery
{
    private const double DefaultThresholdFactor = 1.1402;

    /// <summary>Recovers x.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="y">The data.</param>
    /// <param name="method">The method.</param>
    /// <param name="options">How to go on; what the method needs must be there.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static SolverResult<TIn> Solve<TIn, TOut>(
        LinearOperator<TIn, TOut> a,
        NdArray<TOut> y,
        SparseMethod method,
        SparseOptions? options = null,
        NdArray<TIn>? start = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        using RecoverySolver<TIn, TOut> solver = Solver(a, method, options);
        solver.Start(y, start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>A solver for many data, or to be taken step by step.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="method">The method.</param>
    /// <param name="options">How to go on; what the method needs must be there.</param>
    public static RecoverySolver<TIn, TOut> Solver<TIn, TOut>(LinearOperator<TIn, TOut> a, SparseMethod method, SparseOptions? options = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        var samples = new SampleOperator(a);
        SparseOptions chosen = (options ?? new SparseOptions()).For(method, samples.Rows, samples.Columns);
        return method switch
        {
            SparseMethod.Ista or SparseMethod.Fista => new ProximalGradient<TIn, TOut>(a, Penalty(a, chosen), Threshold(a, method, chosen)),
            SparseMethod.Admm => new AdmmRecoverySolver<TIn, TOut>(a, chosen),
            _ => new SparseStepSolver<TIn, TOut>(a, samples, Step(a, samples, method, chosen), chosen),
        };
    }

    /// <summary>ISTA and FISTA.</summary>
    private static ProximalGradientOptions Threshold<TIn, TOut>(LinearOperator<TIn, TOut> a, SparseMethod method, SparseOptions options)
        where TIn : unmanaged
        where TOut : unmanaged => new()
        {
            Accelerated = method == SparseMethod.Fista,
            StepLength = options.StepLength ?? LongestStep(a),
            IsLengthFound = options.StepLength is null,
            Stopping = options.Stopping,
            Callback = options.Callback,
            Truth = options.Truth,
        };

    private static L1Norm<TIn> Penalty<TIn, TOut>(LinearOperator<TIn, TOut> a, SparseOptions options)
        where TIn : unmanaged
        where TOut : unmanaged => new(a.Compute, options.Weight!.Value);

    private static SparseStep Step<TIn, TOut>(LinearOperator<TIn, TOut> a, SampleOperator samples, SparseMethod method, SparseOptions options)
        where TIn : unmanaged
        where TOut : unmanaged => method switch
        {
            SparseMethod.Amp => new AmpStep(samples, Denoiser(options)),
            SparseMethod.Vamp => new VampStep(a.Compute, samples, Matrix(a, method), Denoiser(options), options.NoiseVariance!.Value),
            SparseMethod.OrthogonalMatchingPursuit => new OrthogonalMatchingPursuitStep(samples, new SupportFit(a.Compute, samples, Matrix(a, method)), options.Sparsity!.Value),
            SparseMethod.CoSaMp => new CoSaMpStep(samples, new SupportFit(a.Compute, samples, Matrix(a, method)), options.Sparsity!.Value),
            SparseMethod.IterativeHardThresholding => new HardThresholdStep(samples, options.Sparsity!.Value, HardThresholdLength(a, options)),
            SparseMethod.NormalizedIterativeHardThresholding => new NormalizedHardThresholdStep(samples, options.Sparsity!.Value),
            SparseMethod.IterativelyReweightedLeastSquares => new ReweightedStep(samples, options.Weight!.Value),
            SparseMethod.CoordinateDescent => new CoordinateDescentStep(a.Compute, samples, Matrix(a, method), options.Weight!.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "no such method of sparse recovery"),
        };

    private static Denoiser Denoiser(SparseOptions options) => options.Denoiser ?? new SoftThresholdDenoiser(options.ThresholdFactor ?? DefaultThresholdFactor);

    /// <summary>The matrix that a method picks columns of or factorises.</summary>
    private static UntypedArray Matrix<TIn, TOut>(LinearOperator<TIn, TOut> a, SparseMethod method)
        where TIn : unmanaged
        where TOut : unmanaged =>
        (object)a is MatrixOperator<TIn> matrix ? matrix.Matrix : throw new ArgumentException($"{method} needs the elements of a matrix, a MatrixOperator, and {a.Name} is an operator of another kind", nameof(a));

    private static double HardThresholdLength<TIn, TOut>(LinearOperator<TIn, TOut> a, SparseOptions options)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        double limit = LongestStep(a);
        if (options.StepLength is not double length) return limit;
        return length <= limit * (1 + 1e-6) ? length : throw new ArgumentOutOfRangeException(nameof(options), length, string.Create(CultureInfo.InvariantCulture, $"steps of length {length:g4} may diverge: {a.Name} has |A|^2 = {1 / limit:g4}, so the limit is {limit:g4}; leave StepLength out, or take NormalizedIterativeHardThresholding"));
    }

    /// <summary>1 / |A|^2.</summary>
    private static double LongestStep<TIn, TOut>(LinearOperator<TIn, TOut> a)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        double norm = OperatorNorm.Estimate(a, tolerance: 1e-8, iterations: 10_000);
        return norm > 0 ? 1 / (norm * norm) : 1;
    }
}
