using AdjointKit.Arrays;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>An iteration for a <see cref="CompositeProblem{T}"/>. Made once for a problem; started from any number of first iterates.</summary>
/// <typeparam name="T">The element type of x.</typeparam>
public abstract class CompositeSolver<T> : IterativeSolver<T>
    where T : unmanaged
{
    private double dualScale;

    private protected CompositeSolver(CompositeProblem<T> problem, CompositeOptions? options)
        : base(Required(problem).Compute, options ??= new CompositeOptions())
    {
        Problem = problem;
        Options = options.Valid();
    }

    /// <summary>The problem.</summary>
    public CompositeProblem<T> Problem { get; }

    /// <summary>The options.</summary>
    public CompositeOptions Options { get; }

    /// <summary>How far the sum of the slopes of all functions is from 0, as of the last step.</summary>
    public double PrimalResidual { get; private set; }

    /// <summary>How far each function's own copy of K x is from it, as of the last step.</summary>
    public double DualResidual { get; private set; }

    /// <summary>The primal residual relative to its scale.</summary>
    private protected double RelativePrimal { get; private set; }

    /// <summary>The dual residual relative to its scale.</summary>
    private protected double RelativeDual { get; private set; }

    /// <summary>The largest magnitude so far of what cancels in the primal residual.</summary>
    private protected double PrimalScale { get; private set; }

    private protected ArrayAlgebra On => new(Backend);

    /// <summary>Sets the first iterate.</summary>
    /// <param name="start">The first iterate, which is copied; null: zeros.</param>
    public void Start(NdArray<T>? start = null)
    {
        if (start is NdArray<T> first && first.Shape != Problem.Shape) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit a problem for shape {Problem.Shape}", nameof(start));
        if (start is NdArray<T> given) Backend.Copy(given, Solution);
        else Backend.Fill(Solution, 0);
        (PrimalScale, dualScale) = (0, 0);
        (PrimalResidual, DualResidual) = (double.NaN, double.NaN);
        (RelativePrimal, RelativeDual) = (1, 1);
        Restart();
        double tolerance = Precision.IsSingle(ElementTypes.Of<T>()) ? 1e-4 : 1e-6;
        Begin(1, Math.Max(Stopping.RelativeTolerance ?? tolerance, Stopping.AbsoluteTolerance));
    }

    /// <summary>
    /// A number of steps as layers of a network, for other data of the problem's least squares |A x - b|^2 / 2. They are those of <see cref="Minimizer.Unroll{T}"/> with the solver's options: nothing in them
    /// is decided by the iterates, so that lengths are not balanced and momentum does not begin anew. The solver's own iterations are the same with <see cref="CompositeOptions.Adaptive"/> and <see cref="CompositeOptions.Restarted"/> off, and, where ADMM and Douglas-Rachford iterate for a linear system, which layers solve exactly, a tight <see cref="CompositeOptions.InnerTolerance"/>.
    /// </summary>
    /// <typeparam name="TOut">The element type of the data.</typeparam>
    /// <param name="layers">The number of layers.</param>
    /// <param name="learn">What of them is learned. Where the first iterate is 0, a weight of the first layer has nothing to act on. In linearised ADMM dual variables begin at 0, so that the first layer's matrix and step have nothing to act on, and those of the last layer are not looked at any more, as is what ADMM and Douglas-Rachford change behind their iterate in it: its relaxation, and the threshold where ADMM's iterate is x.</param>
    /// <exception cref="ArgumentException">There is no such part; the problem has no least squares; or a linear system, of ADMM and Douglas-Rachford, cannot be solved exactly: A is neither a matrix nor a tight frame, or functions of ADMM stand behind operators that are no tight frames, or it has none.</exception>
    public abstract UnrolledSolver<T, TOut> Unroll<TOut>(int layers, LearnedParts learn)
        where TOut : unmanaged;

    /// <summary>The operator of the problem's least squares: without one, the identity.</summary>
    private protected LinearOperator<T, TOut> MisfitOperator<TOut>()
        where TOut : unmanaged => Problem.Smooth switch
        {
            LeastSquaresPart<T, TOut> { Operator: LinearOperator<T, TOut> a } => a,
            LeastSquaresPart<T, TOut> when new IdentityOperator<T>(Compute, Problem.Shape) is LinearOperator<T, TOut> identity => identity,
            LeastSquaresPart<T> => throw new ArgumentException($"the data of the problem are not of {typeof(TOut).Name}"),
            _ => throw new ArgumentException($"layers have data for their input, and the smooth part of this problem is {Problem.Smooth?.Name ?? "nothing"}: give CompositeProblem.LeastSquares"),
        };

    /// <summary>Begins from the iterate in <see cref="IterativeSolver{T}.Solution"/>.</summary>
    private protected abstract void Restart();

    /// <summary>Takes the residuals of a step with the magnitudes of what cancels in them.</summary>
    private protected void Judge(double primal, double primalSize, double dual, double dualSize)
    {
        (PrimalResidual, DualResidual) = (primal, dual);
        PrimalScale = Math.Max(PrimalScale, Math.Max(primal, primalSize));
        dualScale = Math.Max(dualScale, Math.Max(dual, dualSize));
        RelativePrimal = primal == 0 ? 0 : primal / PrimalScale;
        RelativeDual = dual == 0 ? 0 : dual / dualScale;
        Residual = Math.Max(RelativePrimal, RelativeDual);
        Optimality = double.Hypot(primal, dual);
    }

    private protected override void Exchange(StateExchange exchange)
    {
        Span<double> numbers = [PrimalScale, dualScale, PrimalResidual, DualResidual, RelativePrimal, RelativeDual];
        exchange.Numbers(numbers);
        (PrimalScale, dualScale) = (numbers[0], numbers[1]);
        (PrimalResidual, DualResidual) = (numbers[2], numbers[3]);
        (RelativePrimal, RelativeDual) = (numbers[4], numbers[5]);
    }

    private static CompositeProblem<T> Required(CompositeProblem<T> problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return problem;
    }
}
