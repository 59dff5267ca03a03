using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Loops;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <content>Sums of functions of which some are not smooth.</content>
public static partial class Minimizer
{
    /// <summary>Makes a sum of functions smallest of which some are not smooth.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static SolverResult<T> Minimize<T>(
        CompositeProblem<T> problem,
        CompositeMethod? method = null,
        CompositeOptions? options = null,
        NdArray<T>? start = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
        where T : unmanaged
    {
        using CompositeSolver<T> solver = Solver(problem, method, options);
        solver.Start(start);
        return solver.RunToResult(progress, cancellation);
    }

    /// <summary>A solver for many first iterates, or to be taken step by step.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="method">The method; null: that of the options.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public static CompositeSolver<T> Solver<T>(CompositeProblem<T> problem, CompositeMethod? method = null, CompositeOptions? options = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Chosen(problem, method ?? options?.Method ?? CompositeMethod.Automatic) switch
        {
            CompositeMethod.ProximalGradient => new ForwardBackward<T>(problem, options),
            CompositeMethod.PrimalDual => new PrimalDual<T>(problem, options),
            CompositeMethod.CondatVu => new CondatVu<T>(problem, options),
            CompositeMethod.Admm => new Admm<T>(problem, options),
            CompositeMethod.LinearizedAdmm => new LinearizedAdmm<T>(problem, options),
            CompositeMethod.DouglasRachford => new DouglasRachford<T>(problem, options),
            CompositeMethod unknown => throw new ArgumentOutOfRangeException(nameof(method), unknown, "no such method for a sum of functions"),
        };
    }

    /// <summary>The iterate after a number of steps on the tape of the problem's data: what a layer of an unrolled solver is made of.</summary>
    /// <remarks>The steps are those of the solver with <see cref="CompositeOptions.Adaptive"/> off, without its stopping rule.</remarks>
    /// <param name="problem">The problem, its data a variable.</param>
    /// <param name="method">The method; it is named, as unrolled steps have no default.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="options">The lengths of steps; those that are not given are found, which costs more than the steps: whoever records again and again gives both. These are compared with their limits the first time with an operator.</param>
    /// <param name="start">The first iterate; null: zeros.</param>
    /// <param name="schedule">
    /// The steps become one loop that keeps of the past what this says and computes the rest again, with the same bits; functions in ops may then use no variables but their own. Null: all steps are
    /// recorded.
    /// </param>
    public static Var<T> Unroll<T>(CompositeProblem<T> problem, CompositeMethod method, int steps, CompositeOptions? options = null, Var<T>? start = null, Schedule? schedule = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        options = (options ?? new CompositeOptions()).Valid();
        Tape tape = (problem.Smooth as LeastSquaresPart<T>)?.Tape ?? start?.Tape ?? throw new ArgumentException("neither the data of the problem nor the first iterate is a variable of a tape: there is nothing to differentiate", nameof(problem));
        Var<T> x = start ?? tape.Zeros(ElementTypes.Of<T>(), problem.Shape).As<T>();
        if (x.Shape != problem.Shape) throw new ArgumentException($"a first iterate of shape {x.Shape} does not fit a problem for shape {problem.Shape}", nameof(start));
        var unroll = new CompositeUnroll(steps, options, schedule);
        return method switch
        {
            CompositeMethod.ProximalGradient => unroll.ForwardBackward(problem, x),
            CompositeMethod.PrimalDual => unroll.PrimalDual(problem, x, byGradient: false),
            CompositeMethod.CondatVu => unroll.PrimalDual(problem, x, byGradient: true),
            CompositeMethod.Admm => unroll.Admm(problem, x),
            CompositeMethod.LinearizedAdmm => unroll.LinearizedAdmm(problem, x),
            CompositeMethod.DouglasRachford => unroll.DouglasRachford(problem, x),
            _ => throw new ArgumentException($"unrolled steps are those of one method, and {method} is none: name it", nameof(method)),
        };
    }

    private static CompositeMethod Chosen<T>(CompositeProblem<T> problem, CompositeMethod method)
        where T : unmanaged
    {
        if (method != CompositeMethod.Automatic) return method;
        bool isSimple = problem.Terms.Length == 0 || (problem.Terms.Length == 1 && !problem.Terms[0].HasOperator);
        if (problem.Smooth is not null && isSimple) return CompositeMethod.ProximalGradient;
        return problem.Smooth is null or LeastSquaresPart<T> ? CompositeMethod.PrimalDual : CompositeMethod.CondatVu;
    }
}
