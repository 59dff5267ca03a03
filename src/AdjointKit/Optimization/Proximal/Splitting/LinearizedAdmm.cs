using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// ADMM for F(x) + sum_i G_i(K_i x) with the quadratic of its x-step linearised: products with K only (Parikh and Boyd, "Proximal algorithms", Found. Trends Optim. 1, 2014, section 4.4.2). Least
/// squares with an A are one of the G_i. Stable for t s |K|^2 at most 1.
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class LinearizedAdmm<T> : CompositeSolver<T>
    where T : unmanaged
{
    internal const string MethodName = "linearised ADMM";

    private readonly SplitForm<T> form;
    private readonly AdmmMaps maps;
    private readonly (double Primal, double Dual) lengths;
    private LinearizedAdmmStep<UntypedArray, RealScalar> step;
    private StepBalance balance;

    /// <summary>Makes the buffers, and finds the lengths of steps that are not given.</summary>
    /// <param name="problem">The problem; its smooth part is least squares or none.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public LinearizedAdmm(CompositeProblem<T> problem, CompositeOptions? options = null)
        : base(problem, options)
    {
        form = new SplitForm<T>(problem, MethodName, byGradient: false);
        maps = MapsOf(form);
        step.X = New();
        step.NextX = New();
        step.Back = New();
        step.NextBack = New();
        step.Slope = New();
        step.Point = New();
        step.Z = NewCopies();
        step.U = NewCopies();
        step.Image = NewCopies();
        step.Ahead = NewCopies();
        lengths = StepLengths.Of(MethodName, Options, form.SquaredNorm(), curvature: 0);
    }

    /// <inheritdoc/>
    public override string Name => MethodName;

    /// <inheritdoc/>
    public override NdArray<T> Solution => step.X.As<T>();

    /// <summary>t now.</summary>
    public double PrimalStep { get; private set; }

    /// <summary>s, the penalty, now.</summary>
    public double DualStep { get; private set; }

    /// <inheritdoc/>
    public override UnrolledSolver<T, TOut> Unroll<TOut>(int layers, LearnedParts learn)
    {
        LinearOperator<T, TOut> a = MisfitOperator<TOut>();
        var samples = new SampleOperator(a);
        return new UnrolledSolver<T, TOut>(a, samples, new LinearizedAdmmLayer(samples, form.Misfit, form.Function, [.. form.Terms.OfType<FunctionTerm>()], lengths), layers, learn);
    }

    internal static AdmmMaps MapsOf(SplitForm<T> split) => new(
        [.. split.Terms.Select(term => term.Forward)],
        [.. split.Terms.Select(term => term.Back)],
        [.. split.Terms.Select(term => term.Prox())],
        DataBack: null,
        split.PrimalProx());

    private protected override void Restart()
    {
        (PrimalStep, DualStep) = lengths;
        balance = new StepBalance();
        step.Begin(On, maps);
    }

    private protected override StopReason? Advance()
    {
        step.Move(On, maps, PrimalStep, DualStep);
        double dual = 0;
        double dualSize = 0;
        Objective = form.PrimalValue(step.NextX);
        for (int i = 0; i < form.Terms.Length; i++)
        {
            Objective += form.Terms[i].Value(step.Image[i]);
            Backend.Binary(BinaryOp.Subtract, step.Image[i], step.Z[i], step.Ahead[i]);
            dual += Square(step.Ahead[i]);
            dualSize += Math.Max(Square(step.Image[i]), Square(step.Z[i]));
        }

        // The slope of F at x+ is (x - x+) / t less s K^H of what x+ was made with, and those of the G_i are s u+.
        Backend.Binary(BinaryOp.Subtract, step.X, step.NextX, step.Point);
        Backend.Affine(1 / PrimalStep, step.Point, 0, step.Point);
        Backend.AddScaled(-DualStep, step.Slope, step.Point);
        Backend.AddScaled(DualStep, step.NextBack, step.Point);
        Judge(Norm(step.Point), DualStep * Norm(step.NextBack), Math.Sqrt(dual), Math.Sqrt(dualSize));
        step.Carry(On);
        if (Options.IsAdaptive) Rebalance();
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange);
        double primal = PrimalStep;
        double dual = DualStep;
        exchange.Number(ref primal);
        exchange.Number(ref dual);
        (PrimalStep, DualStep) = (primal, dual);
        balance.Visit(exchange);
    }

    private protected override void Release()
    {
        foreach (UntypedArray array in (UntypedArray[])[step.X, step.NextX, step.Back, step.NextBack, step.Slope, step.Point, .. step.Z, .. step.U, .. step.Image, .. step.Ahead]) array.Release();
    }

    private void Rebalance()
    {
        double factor = balance.Factor(RelativePrimal, RelativeDual);
        if (factor == 1) return;

        // The dual variables s u stay.
        PrimalStep *= factor;
        DualStep /= factor;
        Backend.Affine(factor, step.Back, 0, step.Back);
        Backend.Affine(factor, step.Slope, 0, step.Slope);
        for (int i = 0; i < step.U.Length; i++) Backend.Affine(factor, step.U[i], 0, step.U[i]);
    }

    private double Square(in UntypedArray x) => Backend.Dot(x, x).Real;

    private UntypedArray New() => Backend.Allocate(ElementTypes.Of<T>(), form.Shape, Compute.Memory);

    private UntypedArray[] NewCopies() => [.. form.Terms.Select(term => Backend.Allocate(term.Type, term.Range, Compute.Memory))];
}
