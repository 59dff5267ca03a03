using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// The x that makes a real function smallest, found from a first iterate: a smooth one, of which that is a local minimum, or a sum of functions of which some are not smooth, a
/// <see cref="CompositeProblem{T}"/>. Whoever starts many times keeps a <see cref="SmoothSolver{T}"/> or a <see cref="CompositeSolver{T}"/>.
/// </summary>
public static partial class Minimizer
{
    /// <summary>Makes a function in ops smallest.</summary>
    /// <param name="f">x to a real number, in ops.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <returns>The solution, its residual the largest magnitude in the gradient; the value stands in the last step of the history.</returns>
    public static SolverResult<T> Minimize<T>(
        Func<Var<T>, Var> f,
        NdArray<T> start,
        MinimizationMethod? method = null,
        MinimizerOptions? options = null,
        Compute? compute = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged
    {
        using SmoothSolver<T> solver = Solver(f, start.Shape, method, options, compute);
        solver.Start(start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>Makes a function smallest whose gradient the caller computes.</summary>
    /// <param name="f">Gives the value at x and writes the gradient.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where the arrays lie; null: on the CPU.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <returns>The solution, its residual the largest magnitude in the gradient; the value stands in the last step of the history.</returns>
    public static SolverResult<T> Minimize<T>(
        ObjectiveFunction<T> f,
        NdArray<T> start,
        MinimizationMethod? method = null,
        MinimizerOptions? options = null,
        Compute? compute = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged
    {
        using SmoothSolver<T> solver = Solver(f, start.Shape, method, options, compute);
        solver.Start(start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>A solver for many first iterates, or to be taken step by step.</summary>
    /// <param name="f">x to a real number, in ops.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static SmoothSolver<T> Solver<T>(Func<Var<T>, Var> f, Shape shape, MinimizationMethod? method = null, MinimizerOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return Make(on => new TapeObjective<T>(f, on), shape, method, options, compute);
    }

    /// <summary>A solver for many first iterates, or to be taken step by step.</summary>
    /// <param name="f">Gives the value at x and writes the gradient.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="compute">Where the arrays lie; null: on the CPU.</param>
    public static SmoothSolver<T> Solver<T>(ObjectiveFunction<T> f, Shape shape, MinimizationMethod? method = null, MinimizerOptions? options = null, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return Make(on => new DelegateObjective<T>(f, on), shape, method, options, compute);
    }

    private static SmoothSolver<T> Make<T>(Func<Compute, Objective<T>> objective, Shape shape, MinimizationMethod? method, MinimizerOptions? options, Compute? compute)
        where T : unmanaged
    {
        options = (options ?? new MinimizerOptions()).Valid();
        Compute? own = compute is null ? new Compute(threads: 1) : null;
        Objective<T> f = objective(compute ?? own!);
        try
        {
            return Make(f, shape, method ?? options.Method, options, own);
        }
        catch
        {
            f.Dispose();
            own?.Dispose();
            throw;
        }
    }

    private static SmoothSolver<T> Make<T>(Objective<T> f, Shape shape, MinimizationMethod method, MinimizerOptions options, Compute? own)
        where T : unmanaged
    {
        bool bounded = options.LowerBounds is not null || options.UpperBounds is not null;
        if (method == MinimizationMethod.Automatic) method = bounded ? MinimizationMethod.BoundedLimitedMemoryBfgs : MinimizationMethod.LimitedMemoryBfgs;
        if (bounded && method != MinimizationMethod.BoundedLimitedMemoryBfgs) throw new ArgumentException($"{method} knows no bounds: use BoundedLimitedMemoryBfgs", nameof(options));
        return method switch
        {
            MinimizationMethod.LimitedMemoryBfgs => new LimitedMemoryBfgs<T>(f, shape, options, own),
            MinimizationMethod.BoundedLimitedMemoryBfgs => Bounded(f, shape, options, own),
            MinimizationMethod.ConjugateGradient => new NonlinearConjugateGradient<T>(f, shape, options, own, polakRibiere: false),
            MinimizationMethod.PolakRibiere => new NonlinearConjugateGradient<T>(f, shape, options, own, polakRibiere: true),
            MinimizationMethod.GradientDescent => new GradientDescent<T>(f, shape, options, own),
            MinimizationMethod.NewtonTrustRegion when f is TapeObjective<T> inOps => new NewtonTrustRegion<T>(inOps, shape, options, own),
            MinimizationMethod.NewtonTrustRegion => throw new ArgumentException("Newton's method needs second derivatives, which a function that computes its own gradient does not give: write it in ops, or use LimitedMemoryBfgs", nameof(f)),
            MinimizationMethod.FirstOrder => new FirstOrderSolver<T>(f, shape, options, own),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "no such method for a smooth function"),
        };
    }

    private static SmoothSolver<T> Bounded<T>(Objective<T> f, Shape shape, MinimizerOptions options, Compute? own)
        where T : unmanaged => f switch
        {
            Objective<double> real => (SmoothSolver<T>)(object)new BoundedLimitedMemoryBfgs<double>(real, shape, options, own),
            Objective<float> real => (SmoothSolver<T>)(object)new BoundedLimitedMemoryBfgs<float>(real, shape, options, own),
            _ => throw new ArgumentException($"bounds are for real numbers, not for {ElementTypes.Of<T>()}", nameof(f)),
        };
}
