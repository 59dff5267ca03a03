using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>
/// Solutions of equations as variables: a linear system, a fixed point, a minimiser, a sparse solution. Their derivatives, of every order and in both modes, come from the equation
/// (the implicit function theorem) and not from the iteration that found the solution: one more linear system for each, and nothing of the iteration is kept.
/// </summary>
/// <remarks>Functions that are passed in use no variables but their arguments. The derivatives hold at exact solutions: an error of the solution is an error of theirs.</remarks>
public static partial class Implicit
{
    /// <summary>x with A x = b, A fixed.</summary>
    /// <param name="a">The operator.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="options">How to solve, also for the derivatives; null: GMRES with the default limits.</param>
    /// <param name="cancellation">Ends the solves, also those for the derivatives.</param>
    /// <exception cref="ConvergenceException">The residual did not fall to the limit.</exception>
    public static Var<T> LinearSolve<T>(LinearOperator<T, T> a, Var<T> b, LinearOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        return new LinearSolveFunction<T>(new FixedOperator<T>(a), adjoint: false, options ?? new LinearOptions(), cancellation).Apply(b).As<T>();
    }

    /// <summary>x with A(theta) x = b, A given by its products with vectors: differentiated with respect to b and theta.</summary>
    /// <param name="apply">x, theta to A(theta) x, in ops and linear in x.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="theta">The parameter.</param>
    /// <param name="options">How to solve, also for the derivatives; null: GMRES with the default limits.</param>
    /// <param name="cancellation">Ends the solves, also those for the derivatives.</param>
    /// <exception cref="ConvergenceException">The residual did not fall to the limit.</exception>
    public static Var<T> LinearSolve<T, TTheta>(
        Func<Var<T>, Var<TTheta>, Var<T>> apply, Var<T> b, Var<TTheta> theta, LinearOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged
        where TTheta : unmanaged
    {
        ArgumentNullException.ThrowIfNull(apply);
        return LinearSolve<T>((x, parameters) => apply(x, parameters[0].As<TTheta>()), b, [theta], options, cancellation);
    }

    /// <inheritdoc cref="LinearSolve{T, TTheta}"/>
    /// <param name="apply">x, theta to A(theta) x, in ops and linear in x.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="theta">The parameters, of any element types.</param>
    /// <param name="options">How to solve, also for the derivatives; null: GMRES with the default limits.</param>
    /// <param name="cancellation">Ends the solves, also those for the derivatives.</param>
    public static Var<T> LinearSolve<T>(
        Func<Var<T>, IReadOnlyList<Var>, Var<T>> apply, Var<T> b, IReadOnlyList<Var> theta, LinearOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentNullException.ThrowIfNull(theta);
        var a = new FunctionOperator<T>(inputs => apply(inputs[0].As<T>(), [.. inputs.Skip(1)]));
        return new LinearSolveFunction<T>(a, adjoint: false, options ?? new LinearOptions(), cancellation).Apply([b, .. theta]).As<T>();
    }

    /// <summary>x with x = f(x, theta), by iteration: differentiated with respect to theta.</summary>
    /// <param name="f">x, theta to the next x, in ops.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="theta">The parameter.</param>
    /// <param name="options">How to iterate, and how to solve for the derivatives; null: plain iteration and GMRES, with the default limits.</param>
    /// <param name="progress">Told a few times per second how far the iteration has come.</param>
    /// <param name="cancellation">Ends the iteration, and the solves for the derivatives.</param>
    /// <exception cref="ConvergenceException">|f(x) - x| did not fall to the limit, or, in a sweep, the residual of a linear system.</exception>
    public static Var<T> FixedPoint<T, TTheta>(
        Func<Var<T>, Var<TTheta>, Var<T>> f, NdArray<T> start, Var<TTheta> theta, FixedPointOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
        where TTheta : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return FixedPoint((x, parameters) => f(x, parameters[0].As<TTheta>()), start, [theta], options, progress, cancellation);
    }

    /// <inheritdoc cref="FixedPoint{T, TTheta}"/>
    /// <param name="f">x, theta to the next x, in ops.</param>
    /// <param name="start">The first iterate.</param>
    /// <param name="theta">The parameters, of any element types; one at least.</param>
    /// <param name="options">How to iterate, and how to solve for the derivatives; null: plain iteration and GMRES, with the default limits.</param>
    /// <param name="progress">Told a few times per second how far the iteration has come.</param>
    /// <param name="cancellation">Ends the iteration, and the solves for the derivatives.</param>
    public static Var<T> FixedPoint<T>(
        Func<Var<T>, IReadOnlyList<Var>, Var<T>> f, NdArray<T> start, IReadOnlyList<Var> theta, FixedPointOptions? options = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(theta);
        FixedPointOptions chosen = options ?? new FixedPointOptions();
        Var Deviation(IReadOnlyList<Var> inputs)
        {
            Var<T> x = inputs[0].As<T>();
            return x - f(x, [.. inputs.Skip(1)]);
        }

        NdArray<T> Solve(Tape tape, UntypedArray[] parameters)
        {
            using var iteration = new FixedPointIteration<T>((inner, x) => f(x, ParametricOperator<T>.Constants(inner, parameters)), start, chosen, tape.Compute);
            return iteration.RunToResult(progress, cancellation).EnsureConverged().Solution;
        }

        return new RootFunction<T>("implicit fixed point", Deviation, Solve, chosen.LinearSolver, cancellation).Apply([.. theta]).As<T>();
    }

    /// <summary>The x that makes an objective smallest, found by any solver: differentiated with respect to theta, through the Hessian of the objective and its mixed derivative.</summary>
    /// <param name="objective">x, theta to a real number, in ops.</param>
    /// <param name="solve">theta to the minimiser x, with the gradient of the objective zero there; called with an array to read only, it returns one that it gives away.</param>
    /// <param name="theta">The parameter.</param>
    /// <param name="options">How systems with the Hessian are solved; null: by conjugate gradients, with the default limits.</param>
    /// <param name="cancellation">Ends the solves for the derivatives.</param>
    /// <exception cref="ConvergenceException">In a sweep: the residual of a system with the Hessian did not fall to the limit.</exception>
    public static Var<T> Minimizer<T, TTheta>(
        Func<Var<T>, Var<TTheta>, Var> objective, Func<NdArray<TTheta>, NdArray<T>> solve, Var<TTheta> theta, LinearOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged
        where TTheta : unmanaged
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(solve);
        return Minimizer<T>((x, parameters) => objective(x, parameters[0].As<TTheta>()), parameters => solve(parameters[0].As<TTheta>()), [theta], options, cancellation);
    }

    /// <inheritdoc cref="Minimizer{T, TTheta}"/>
    /// <param name="objective">x, theta to a real number, in ops.</param>
    /// <param name="solve">theta to the minimiser x, with the gradient of the objective zero there; called with arrays to read only, it returns one that it gives away.</param>
    /// <param name="theta">The parameters, of any element types; one at least.</param>
    /// <param name="options">How systems with the Hessian are solved; null: by conjugate gradients, with the default limits.</param>
    /// <param name="cancellation">Ends the solves for the derivatives.</param>
    public static Var<T> Minimizer<T>(
        Func<Var<T>, IReadOnlyList<Var>, Var> objective, Func<IReadOnlyList<UntypedArray>, NdArray<T>> solve, IReadOnlyList<Var> theta, LinearOptions? options = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(solve);
        ArgumentNullException.ThrowIfNull(theta);
        Var Slope(IReadOnlyList<Var> inputs) => Gradient.Of(x => objective(x, [.. inputs.Skip(1)]), inputs[0].As<T>());
        LinearOptions chosen = options ?? new LinearOptions { Method = LinearMethod.ConjugateGradient };
        return new RootFunction<T>("implicit minimiser", Slope, (_, parameters) => solve(parameters), chosen, cancellation).Apply([.. theta]).As<T>();
    }
}
