using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Steps between x and a dual variable y_i for each function behind an operator: y_i = prox_{s G_i*}(y_i + s K_i x'), x+ = prox_{t F}(x - t (grad h(x) + sum_i K_i^H y_i)), x' = 2 x+ - x,
/// stable for 1 / t - s |K|^2 at least L / 2, L the largest curvature of h, and |K|^2 the largest eigenvalue of the sum of K_i^H K_i.
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public abstract class PrimalDualSolver<T> : CompositeSolver<T>
    where T : unmanaged
{
    private readonly SplitForm<T> form;
    private readonly PrimalDualMaps maps;
    private readonly ISlopeMap? slope;
    private readonly double squaredNorm;
    private readonly double? knownCurvature;
    private readonly StepAcceleration acceleration;
    private PrimalDualStep<UntypedArray, RealScalar> step;
    private StepBalance balance;

    private protected PrimalDualSolver(string name, CompositeProblem<T> problem, CompositeOptions? options, bool byGradient)
        : base(problem, options)
    {
        Name = name;
        form = new SplitForm<T>(problem, name, byGradient);
        slope = form.Smooth?.Slope();
        maps = MapsOf(form, slope);
        ElementType type = ElementTypes.Of<T>();
        step.X = New(type, form.Shape);
        step.NextX = New(type, form.Shape);
        step.Back = New(type, form.Shape);
        step.Point = New(type, form.Shape);
        if (slope is not null) (step.Slope, step.NextSlope) = (New(type, form.Shape), New(type, form.Shape));
        step.Y = NewDuals();
        step.NextY = NewDuals();
        step.Image = NewDuals();
        step.NextImage = NewDuals();
        step.ImageAhead = NewDuals();
        step.DualPoint = NewDuals();
        acceleration = StepAcceleration.Of(Options, form);
        squaredNorm = form.SquaredNorm();
        knownCurvature = form.Smooth is null ? 0 : form.Smooth.Curvature;
        if (knownCurvature is double known) _ = StepLengths.Of(name, Options, squaredNorm, known);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override NdArray<T> Solution => step.X.As<T>();

    /// <summary>t, the length of primal steps now.</summary>
    public double PrimalStep { get; private set; }

    /// <summary>s, the length of dual steps now.</summary>
    public double DualStep { get; private set; }

    /// <summary>|K|^2, found by power iteration: never above it.</summary>
    public double SquaredOperatorNorm => squaredNorm;

    /// <summary>L, the largest curvature of h, so far where it is not known; 0 where there is no h, or it is taken by its prox.</summary>
    public double SmoothCurvature { get; private set; }

    /// <summary>The dual variable of a function behind an operator, the solver's own array: at the solution a slope of g at K x.</summary>
    /// <param name="g">The function, as it was added to the problem.</param>
    public NdArray<TOut> Dual<TOut>(ProximalOperator<TOut> g)
        where TOut : unmanaged
    {
        for (int i = 0; i < form.Terms.Length; i++)
        {
            if (form.Terms[i] is ProximalTerm<T, TOut> term && ReferenceEquals(term.Function, g)) return step.Y[i].As<TOut>();
        }

        throw new ArgumentException($"{g?.Name ?? "null"} has no dual variable: it is not one of the functions of this problem that stand behind an operator", nameof(g));
    }

    /// <summary>
    /// F(x) + sum_i G_i(K_i x) + F*(-sum_i K_i^H y_i) + sum_i G_i*(y_i), 0 at a solution and above it elsewhere; infinite where an iterate is outside of a set, as it may be before the end.
    /// </summary>
    /// <exception cref="NotSupportedException">A conjugate has no formula for its value.</exception>
    public double Gap()
    {
        if (form.Smooth is not null) throw new NotSupportedException($"{Name} has no gap: the conjugate of {form.Smooth.Name} is not known.");
        Backend.Fill(step.Back, 0);
        double gap = form.PrimalValue(step.X);
        for (int i = 0; i < form.Terms.Length; i++)
        {
            gap += form.Terms[i].Value(step.Image[i]) + form.Terms[i].ConjugateValue(step.Y[i]);
            form.Terms[i].Back.Apply(step.Y[i], step.Point);
            Backend.AddScaled(-1, step.Point, step.Back);
        }

        return gap + form.PrimalConjugateValue(step.Back);
    }

    /// <inheritdoc/>
    public override UnrolledSolver<T, TOut> Unroll<TOut>(int layers, LearnedParts learn)
    {
        LinearOperator<T, TOut> a = MisfitOperator<TOut>();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        (double primal, double dual) = acceleration.First(StepLengths.Of(Name, Options, squaredNorm, knownCurvature!.Value));
        var samples = new SampleOperator(a);
        return new UnrolledSolver<T, TOut>(a, samples, new PrimalDualLayer(samples, form.Misfit, form.Function, [.. form.Terms.OfType<FunctionTerm>()], acceleration.Lengths(layers, primal, dual), Name), layers, learn);
    }

    internal static PrimalDualMaps MapsOf(SplitForm<T> form, ISlopeMap? slope) => new(
        [.. form.Terms.Select(term => term.Forward)],
        [.. form.Terms.Select(term => term.Back)],
        [.. form.Terms.Select(term => term.ConjugateProx())],
        form.PrimalProx(),
        slope);

    private protected override void Restart()
    {
        balance = new StepBalance();
        step.Begin(On, maps);
        SmoothCurvature = knownCurvature ?? Curvature.At(Compute, slope!, step.X, step.Slope);
        (PrimalStep, DualStep) = acceleration.First(StepLengths.Of(Name, Options, squaredNorm, SmoothCurvature));
    }

    private protected override StopReason? Advance()
    {
        step.DualMove(On, maps, DualStep);
        double moved = DualStep;

        // Between the two moves: the lengths of a primal move and the dual move after it belong together.
        if (Options.IsAdaptive) Rebalance();
        step.PrimalMove(On, maps, PrimalStep);
        double dual = 0;
        double dualSize = 0;
        for (int i = 0; i < step.Y.Length; i++)
        {
            // What is missing in G_i*'s slope at y+ to be K x+: (y - y+) / s + K (x' - x+).
            Backend.Binary(BinaryOp.Subtract, step.Y[i], step.NextY[i], step.DualPoint[i]);
            Backend.Affine(1 / moved, step.DualPoint[i], 0, step.DualPoint[i]);
            Backend.AddScaled(1, step.ImageAhead[i], step.DualPoint[i]);
            Backend.AddScaled(-1, step.NextImage[i], step.DualPoint[i]);
            dual += Backend.Dot(step.DualPoint[i], step.DualPoint[i]).Real;
            dualSize += Backend.Dot(step.NextImage[i], step.NextImage[i]).Real;
        }

        // What is missing in F's slope at x+ to be -grad h(x+) - K^H y+: (x - x+) / t + grad h(x+) - grad h(x).
        Backend.Binary(BinaryOp.Subtract, step.X, step.NextX, step.Point);
        Backend.Affine(1 / PrimalStep, step.Point, 0, step.Point);
        double primalSize = Norm(step.Back);
        if (slope is not null)
        {
            Backend.AddScaled(1, step.NextSlope, step.Point);
            Backend.AddScaled(-1, step.Slope, step.Point);
            primalSize = Math.Max(primalSize, Norm(step.NextSlope));
        }

        Judge(Norm(step.Point), primalSize, Math.Sqrt(dual), Math.Sqrt(dualSize));
        Objective = form.PrimalValue(step.NextX) + (slope?.LastValue ?? 0);
        for (int i = 0; i < form.Terms.Length; i++) Objective += form.Terms[i].Value(step.NextImage[i]);
        if (knownCurvature is null) ShortenWhereSteep();
        (PrimalStep, DualStep, double momentum) = acceleration.After(PrimalStep, DualStep);
        step.Carry(On, momentum);
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange, hasSlope: slope is not null);
        Span<double> numbers = [PrimalStep, DualStep, SmoothCurvature];
        exchange.Numbers(numbers);
        (PrimalStep, DualStep, SmoothCurvature) = (numbers[0], numbers[1], numbers[2]);
        balance.Visit(exchange);
    }

    private protected override void Release()
    {
        slope?.Dispose();
        step.X.Release();
        step.NextX.Release();
        step.Back.Release();
        step.Point.Release();
        if (slope is not null)
        {
            step.Slope.Release();
            step.NextSlope.Release();
        }

        foreach (UntypedArray[] parts in (UntypedArray[][])[step.Y, step.NextY, step.Image, step.NextImage, step.ImageAhead, step.DualPoint])
        {
            foreach (UntypedArray part in parts) part.Release();
        }
    }

    private void Rebalance()
    {
        if (!(squaredNorm > 0)) return;
        double factor = balance.Factor(RelativePrimal, RelativeDual);
        double longest = SmoothCurvature > 0 ? 1.9 / SmoothCurvature : double.PositiveInfinity;
        double primal = Math.Min(PrimalStep * factor, longest);
        if (primal == PrimalStep) return;
        PrimalStep = primal;
        DualStep = StepLengths.Dual(primal, squaredNorm, SmoothCurvature);
    }

    /// <summary>Takes a curvature into account that is larger than those before: (grad h(x+) - grad h(x), x+ - x) / |x+ - x|^2.</summary>
    private void ShortenWhereSteep()
    {
        Backend.Binary(BinaryOp.Subtract, step.NextX, step.X, step.Point);
        double squared = Backend.Dot(step.Point, step.Point).Real;
        if (!(Math.Sqrt(squared) > 1e3 * Precision.UnitRoundoff(ElementTypes.Of<T>()) * Norm(step.NextX))) return;
        double met = (Backend.Dot(step.Point, step.NextSlope).Real - Backend.Dot(step.Point, step.Slope).Real) / squared;
        if (!(met > SmoothCurvature * (1 + 1e-6))) return;
        SmoothCurvature = 1.5 * met;
        if (Options.PrimalStep is not null) return;
        PrimalStep = Math.Min(PrimalStep, 1 / (Curvature.Margin * ((SmoothCurvature / 2) + (DualStep * squaredNorm))));
    }

    private UntypedArray New(ElementType type, in Shape shape) => Backend.Allocate(type, shape, Compute.Memory);

    private UntypedArray[] NewDuals() => [.. form.Terms.Select(term => New(term.Type, term.Range))];
}
