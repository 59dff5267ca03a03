using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Douglas and Rachford's method for F(x) + G(x), both by their prox (Lions and Mercier, SIAM J. Numer. Anal. 16, 1979; Eckstein and Bertsekas, Math. Program. 55, 1992): F the first function of the
/// problem, G the second or least squares, whose prox is a linear system. Converges for any step t.
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class DouglasRachford<T> : CompositeSolver<T>
    where T : unmanaged
{
    internal const string MethodName = "Douglas-Rachford";

    private readonly SplitForm<T> form;
    private readonly ILengthMap f;
    private readonly ILengthMap g;
    private readonly UntypedArray image;
    private DouglasRachfordStep<UntypedArray, RealScalar> step;

    /// <summary>Makes the buffers.</summary>
    /// <param name="problem">The problem: at most two functions, least squares included, and no operator but that of least squares.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public DouglasRachford(CompositeProblem<T> problem, CompositeOptions? options = null)
        : base(problem, options)
    {
        if (Options.Adaptive == true) throw new ArgumentException($"{MethodName} has one length, which is not balanced: leave Adaptive out", nameof(options));
        (form, f, g) = Parts(problem);
        step.V = New(ElementTypes.Of<T>(), problem.Shape);
        step.X = New(ElementTypes.Of<T>(), problem.Shape);
        step.Y = New(ElementTypes.Of<T>(), problem.Shape);
        step.Point = New(ElementTypes.Of<T>(), problem.Shape);
        if (form.Terms.Length > 0) image = New(form.Terms[0].Type, form.Terms[0].Range);
        PrimalStep = Length(Options, g);
    }

    /// <inheritdoc/>
    public override string Name => MethodName;

    /// <summary>prox of F, which is sparse or within its set where F makes it so.</summary>
    public override NdArray<T> Solution => step.Y.As<T>();

    /// <summary>t.</summary>
    public double PrimalStep { get; }

    /// <inheritdoc/>
    public override UnrolledSolver<T, TOut> Unroll<TOut>(int layers, LearnedParts learn)
    {
        LinearOperator<T, TOut> a = MisfitOperator<TOut>();
        var samples = new SampleOperator(a);
        NormalInverse? inverse = g is LeastSquaresProx<T> misfit ? NormalInverse.Of(a, samples, misfit.System, Name) : null;
        return new UnrolledSolver<T, TOut>(a, samples, new DouglasRachfordLayer(samples, form.Misfit, form.Function, inverse, form.Terms.OfType<FunctionTerm>().SingleOrDefault(), PrimalStep, Options.Relaxation), layers, learn);
    }

    internal static (SplitForm<T> Form, ILengthMap F, ILengthMap G) Parts(CompositeProblem<T> problem)
    {
        var split = new SplitForm<T>(problem, MethodName, byGradient: false);
        foreach (CompositeTerm term in problem.Terms)
        {
            if (term.HasOperator) throw new ArgumentException($"{MethodName} has no prox of {term.Name} behind an operator: use Admm or PrimalDual", nameof(problem));
        }

        if (split.Terms.Length > 1) throw new ArgumentException($"{MethodName} is for two functions, and this problem has {split.Terms.Length + 1}: use Admm or PrimalDual", nameof(problem));
        ILengthMap second = problem.Smooth is LeastSquaresPart<T> { HasOperator: true } misfit ? new LeastSquaresProx<T>(problem, misfit)
            : split.Terms.Length > 0 ? split.Terms[0].Prox()
            : new IdentityMap(problem.Compute.Backend);
        return (split, split.PrimalProx(), second);
    }

    /// <summary>The length that is given, or one that makes both parts of the system alike.</summary>
    internal static double Length(CompositeOptions options, ILengthMap second) =>
        options.PrimalStep ?? (second is LeastSquaresProx<T> { System.MeanMisfit: > 0 } misfit ? 1 / misfit.System.MeanMisfit : 1);

    private protected override void Restart()
    {
        Backend.Copy(step.Y, step.V);
        Backend.Copy(step.Y, step.X);
        (g as LeastSquaresProx<T>)?.System.Restart();
    }

    private protected override StopReason? Advance()
    {
        var system = g as LeastSquaresProx<T>;
        system?.System.Prepare(Options, PrimalResidual, PrimalScale, Cancellation);
        step.Move(On, f, g, PrimalStep);
        Objective = form.PrimalValue(step.Y);
        if (form.Terms.Length > 0)
        {
            form.Terms[0].Forward.Apply(step.Y, image);
            Objective += form.Terms[0].Value(image);
        }

        // The slopes are (v - x) / t of G at x and (2 x - v - y) / t of F at y: their sum and the distance of the two points are the same but for t.
        double size = Math.Max(Norm(step.X), Norm(step.Y));
        Backend.AddScaled(-1, step.Y, step.Point);
        double slopeSize = Norm(step.Point) / PrimalStep;
        Backend.Binary(BinaryOp.Subtract, step.X, step.Y, step.Point);
        double off = Norm(step.Point);
        Judge((off / PrimalStep) + (system?.System.Left ?? 0), slopeSize, off, size);
        step.Carry(On, Options.Relaxation);
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange);
        (g as LeastSquaresProx<T>)?.System.Visit(exchange);
    }

    private protected override void Release()
    {
        (g as LeastSquaresProx<T>)?.Dispose();
        step.V.Release();
        step.X.Release();
        step.Y.Release();
        step.Point.Release();
        if (form.Terms.Length > 0) image.Release();
    }

    private UntypedArray New(ElementType type, in Shape shape) => Backend.Allocate(type, shape, Compute.Memory);
}
