using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// The alternating direction method of multipliers: each function has its own copy z_i of K_i x, x is the solution of a linear system between them (Boyd, Parikh, Chu, Peleato and Eckstein,
/// "Distributed optimization and statistical learning via the alternating direction method of multipliers", Found. Trends Mach. Learn. 3, 2011). The system is solved in closed form where its
/// operators are tight frames or none, else by conjugate gradients from the x before. Converges for any penalty r, <see cref="CompositeOptions.DualStep"/>.
/// </summary>
/// <remarks>The objective is that at <see cref="Solution"/>: infinite where a function is the indicator of a set, until it is within.</remarks>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class Admm<T> : CompositeSolver<T>
    where T : unmanaged
{
    internal const string MethodName = "ADMM";

    private readonly NormalSystem<T> system;
    private readonly AdmmMaps maps;
    private readonly CompositeTerm[] terms;
    private readonly CompositeTerm? misfit;
    private readonly UntypedArray[] missing;
    private readonly UntypedArray image;
    private readonly UntypedArray before;
    private readonly UntypedArray dualBack;
    private readonly int shown;
    private AdmmStep<UntypedArray, RealScalar> step;
    private StepBalance balance;

    /// <summary>Makes the buffers.</summary>
    /// <param name="problem">The problem; its smooth part is least squares or none.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public Admm(CompositeProblem<T> problem, CompositeOptions? options = null)
        : base(problem, options)
    {
        terms = problem.Terms.ToArray();
        misfit = Misfit(problem)?.AsTerm();
        (maps, system) = MapsOf(problem);
        ElementType type = ElementTypes.Of<T>();
        step.X = New(type, problem.Shape);
        step.Right = New(type, problem.Shape);
        step.Back = New(type, problem.Shape);
        step.Point = New(type, problem.Shape);
        before = New(type, problem.Shape);
        dualBack = New(type, problem.Shape);
        step.Data = New(type, problem.Shape);
        step.Z = NewCopies();
        step.NextZ = NewCopies();
        step.U = NewCopies();
        step.Image = NewCopies();
        step.Ahead = NewCopies();
        missing = NewCopies();
        image = misfit is null ? default : New(misfit.Type, misfit.Range);
        shown = Shown(terms);
    }

    /// <inheritdoc/>
    public override string Name => MethodName;

    /// <summary>The copy of x that belongs to the first function behind no operator, which is sparse or within its set where that makes it so; x itself where there is none.</summary>
    public override NdArray<T> Solution => (shown < 0 ? step.X : step.Z[shown]).As<T>();

    /// <summary>r now.</summary>
    public double DualStep { get; private set; }

    /// <summary>Whether the linear system has a closed form.</summary>
    public bool IsClosed => system.IsClosed;

    /// <inheritdoc/>
    public override UnrolledSolver<T, TOut> Unroll<TOut>(int layers, LearnedParts learn)
    {
        LinearOperator<T, TOut> a = MisfitOperator<TOut>();
        if (system.PenaltyScale is not > 0) throw new ArgumentException($"a layer of {Name} solves a linear system exactly, for which the functions stand behind no operator or tight frames, and there must be one: unroll PrimalDual or LinearizedAdmm");
        var samples = new SampleOperator(a);
        var layer = new AdmmLayer(samples, NormalInverse.Of(a, samples, system, Name), Problem.Terms.ToArray(), system.PenaltyScale.Value, shown, Penalty(Options, system), Options.Relaxation);
        return new UnrolledSolver<T, TOut>(a, samples, layer, layers, learn);
    }

    /// <summary>The penalty that is given, or one that makes both parts of the system alike.</summary>
    internal static double Penalty(CompositeOptions options, NormalSystem<T> system) =>
        options.DualStep ?? (system is { MeanMisfit: > 0, MeanPenalty: > 0 } ? system.MeanMisfit / system.MeanPenalty : 1);

    internal static (AdmmMaps Maps, NormalSystem<T> System) MapsOf(CompositeProblem<T> problem)
    {
        LeastSquaresPart<T>? leastSquares = Misfit(problem);
        CompositeTerm[] functions = problem.Terms.ToArray();
        var normal = new NormalSystem<T>(problem.Compute, problem.Shape, leastSquares?.AsTerm(), functions);
        return (new AdmmMaps([.. functions.Select(term => term.Forward)], [.. functions.Select(term => term.Back)], [.. functions.Select(term => term.Prox())], leastSquares?.DataBack(), normal), normal);
    }

    /// <summary>The first function behind no operator; -1: none.</summary>
    internal static int Shown(CompositeTerm[] terms) => Array.FindIndex(terms, term => !term.HasOperator);

    private protected override void Restart()
    {
        if (shown >= 0) Backend.Copy(step.Z[shown], step.X);
        DualStep = Penalty(Options, system);
        balance = new StepBalance();
        step.Begin(On, maps);
        Backend.Fill(dualBack, 0);
        system.Restart();
        Remember(step.Z);
    }

    private protected override StopReason? Advance()
    {
        system.Prepare(Options, PrimalResidual, PrimalScale, Cancellation);
        step.Move(On, maps, DualStep, Options.Relaxation);
        Backend.Copy(step.Back, before);
        step.Carry(On, maps);
        double dual = 0;
        double dualSize = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            Backend.Binary(BinaryOp.Subtract, step.Image[i], step.Z[i], missing[i]);
            dual += Square(missing[i]);
            dualSize += Math.Max(Square(step.Image[i]), Square(step.Z[i]));
        }

        Remember(step.Image);
        double slope = Slope();
        Judge(slope + system.Left, DualStep * Norm(dualBack), Math.Sqrt(dual), Math.Sqrt(dualSize));
        Objective = Value();
        if (Options.IsAdaptive) Rebalance();
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange);
        exchange.Array(dualBack);
        system.Visit(exchange);
        double penalty = DualStep;
        exchange.Number(ref penalty);
        DualStep = penalty;
        balance.Visit(exchange);
    }

    private protected override void Release()
    {
        system.Dispose();
        if (misfit is not null) image.Release();
        foreach (UntypedArray array in (UntypedArray[])[step.X, step.Right, step.Back, step.Point, step.Data, before, dualBack, .. step.Z, .. step.NextZ, .. step.U, .. step.Image, .. step.Ahead, .. missing]) array.Release();
    }

    private static LeastSquaresPart<T>? Misfit(CompositeProblem<T> problem) => problem.Smooth switch
    {
        null => null,
        LeastSquaresPart<T> misfit => misfit,
        SmoothPart<T> other => throw new ArgumentException($"ADMM has no prox of {other.Name}: use CondatVu or ProximalGradient, which go by its gradient", nameof(problem)),
    };

    /// <summary>Leaves the products of x to the next system; <paramref name="images"/> are the K_i x.</summary>
    private void Remember(UntypedArray[] images)
    {
        if (misfit is not null && (shown < 0 || !system.IsClosed)) misfit.Forward.Apply(step.X, image);
        system.Remember(step.X, images, image);
    }

    /// <summary>
    /// What is missing in the sum of slopes, and sum_i K_i^H u_i. x solves A^H (A x - b) + r K^H (K x - z + u) = 0 where the slope of g at the new z is r u+ with u+ = u + a K x + (1 - a) z - z+: r K^H
    /// of the difference is missing. It, and K^H u+, follow from K^H (z - u), the same of the next, K^H K x and K^H u, so that nothing is applied for them.
    /// </summary>
    private double Slope()
    {
        double a = Options.Relaxation;
        Backend.Affine(0.5 * (2 - a), dualBack, 0, dualBack);
        Backend.AddScaled(0.5 * a, system.PenaltyProduct, dualBack);
        Backend.AddScaled(0.5 * (1 - a), before, dualBack);
        Backend.AddScaled(-0.5, step.Back, dualBack);
        Backend.AddScaled(1, dualBack, before);
        Backend.AddScaled(-1, system.PenaltyProduct, before);
        return DualStep * Norm(before);
    }

    /// <summary>The objective at <see cref="Solution"/>.</summary>
    private double Value()
    {
        UntypedArray x = Solution;
        double value = 0;
        if (misfit is not null)
        {
            if (shown >= 0) misfit.Forward.Apply(x, image);
            value = misfit.Value(image);
        }

        for (int i = 0; i < terms.Length; i++)
        {
            UntypedArray part = step.Image[i];
            if (!terms[i].HasOperator)
            {
                part = x;
            }
            else if (shown >= 0)
            {
                part = missing[i];
                terms[i].Forward.Apply(x, part);
            }

            value += terms[i].Value(part);
        }

        return value;
    }

    private void Rebalance()
    {
        double factor = balance.Factor(RelativePrimal, RelativeDual);
        if (factor == 1) return;

        // The dual variables r u stay, and what is made with u follows.
        DualStep /= factor;
        for (int i = 0; i < terms.Length; i++) Backend.Affine(factor, step.U[i], 0, step.U[i]);
        Backend.AddScaled(1 - factor, dualBack, step.Back);
        Backend.Affine(factor, dualBack, 0, dualBack);
    }

    private double Square(in UntypedArray x) => Backend.Dot(x, x).Real;

    private UntypedArray New(ElementType type, in Shape shape) => Backend.Allocate(type, shape, Compute.Memory);

    private UntypedArray[] NewCopies() => [.. terms.Select(term => New(term.Type, term.Range))];
}
