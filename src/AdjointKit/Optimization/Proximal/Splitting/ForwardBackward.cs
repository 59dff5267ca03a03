using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Proximal gradient steps for any smooth h: x+ = prox_{t F}(y - t grad h(y)), y = x or ahead of it (Beck and Teboulle, SIAM J. Imaging Sci. 2, 2009), where momentum begins anew where it leads uphill
/// (O'Donoghue and Candes, Found. Comput. Math. 15, 2015). Stable for t at most 1 / L, without momentum below 2 / L; where L is not known t is found at the first iterate and halved where it is too
/// long. Least squares with many samples have <see cref="ProximalGradient{TIn, TOut}"/>, which is these steps made fast for them.
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class ForwardBackward<T> : CompositeSolver<T>
    where T : unmanaged
{
    internal const string MethodName = "proximal gradient";

    private readonly SplitForm<T> form;
    private readonly ISlopeMap slope;
    private readonly ILengthMap prox;
    private readonly double? curvature;
    private ForwardBackwardStep<UntypedArray, RealScalar> step;
    private double count;

    /// <summary>Makes the buffers, and finds the length of steps if it is not given.</summary>
    /// <param name="problem">The problem: a smooth part and at most one function, behind no operator.</param>
    /// <param name="options">How to go about it; null: the defaults.</param>
    public ForwardBackward(CompositeProblem<T> problem, CompositeOptions? options = null)
        : base(problem, options)
    {
        if (Options.Adaptive == true) throw new ArgumentException($"{MethodName} has one length, which is not balanced: leave Adaptive out", nameof(options));
        form = Form(problem);
        slope = form.Smooth!.Slope();
        prox = form.PrimalProx();
        step.X = NewArray(problem.Shape);
        step.Slope = NewArray(problem.Shape);
        step.Y = NewArray(problem.Shape);
        step.SlopeAhead = NewArray(problem.Shape);
        step.NextX = NewArray(problem.Shape);
        step.NextSlope = NewArray(problem.Shape);
        step.Point = NewArray(problem.Shape);
        curvature = form.Smooth.Curvature;
        if (curvature is double known) PrimalStep = Length(Options, known);
    }

    /// <inheritdoc/>
    public override string Name => MethodName;

    /// <inheritdoc/>
    public override NdArray<T> Solution => step.X.As<T>();

    /// <summary>t now.</summary>
    public double PrimalStep { get; private set; }

    /// <summary>The problem as h + F.</summary>
    internal static SplitForm<T> Form(CompositeProblem<T> problem)
    {
        var split = new SplitForm<T>(problem, MethodName, byGradient: true);
        if (split.Smooth is null) throw new ArgumentException($"{MethodName} steps go along a gradient, and this problem has no smooth part: use DouglasRachford, Admm or PrimalDual", nameof(problem));
        if (split.Terms.Length > 0) throw new ArgumentException($"{MethodName} steps are for one function behind no operator, and {split.Terms[0].Name} is beside: use CondatVu", nameof(problem));
        return split;
    }

    /// <summary>The length that is given, or found; within the limit.</summary>
    internal static double Length(CompositeOptions options, double curvature)
    {
        double limit = (options.Accelerated ? 1 : 2) / curvature;
        double length = options.PrimalStep ?? (curvature > 0 ? 1 / (Curvature.Margin * curvature) : 1);
        return length <= limit * (1 + 1e-6) ? length : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{MethodName} with steps t = {length:g4} diverges: h has the curvature L = {curvature:g4}, so the limit is {(options.Accelerated ? 1 : 2)} / L = {limit:g4}; leave out PrimalStep, and it is found"));
    }

    /// <inheritdoc/>
    public override UnrolledSolver<T, TOut> Unroll<TOut>(int layers, LearnedParts learn)
    {
        LinearOperator<T, TOut> a = MisfitOperator<TOut>();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        double[] momenta = FistaMomentum.AfterEach(layers, Options.Accelerated);
        var samples = new SampleOperator(a);
        return new UnrolledSolver<T, TOut>(a, samples, new ForwardBackwardLayer(samples, Problem.Terms.Length > 0 ? Problem.Terms[0] : null, PrimalStep, Name, k => momenta[k - 1]), layers, learn);
    }

    private protected override void Restart()
    {
        count = 1;
        step.Begin(On, slope);
        if (curvature is null) PrimalStep = Length(Options, Curvature.At(Compute, slope, step.X, step.Slope));
    }

    private protected override StopReason? Advance()
    {
        step.Move(On, slope, prox, PrimalStep);
        while (curvature is null && IsTooLong())
        {
            PrimalStep /= 2;
            step.Move(On, slope, prox, PrimalStep);
        }

        Objective = slope.LastValue + form.PrimalValue(step.NextX);

        // What is missing in F's slope at x+ to be -grad h(x+): (y - x+) / t + grad h(x+) - grad h(y).
        Backend.Binary(BinaryOp.Subtract, step.Y, step.NextX, step.Point);
        bool isUphill = Backend.Dot(step.Point, step.NextX).Real > Backend.Dot(step.Point, step.X).Real;
        Backend.Affine(1 / PrimalStep, step.Point, 0, step.Point);
        Backend.AddScaled(1, step.NextSlope, step.Point);
        Backend.AddScaled(-1, step.SlopeAhead, step.Point);
        Judge(Norm(step.Point), Norm(step.NextSlope), 0, 0);
        (double next, double momentum) = FistaMomentum.After(count, Options.Accelerated);
        if (isUphill && Options.Restarted) (next, momentum) = (1, 0);
        count = next;
        step.Carry(On, slope, momentum);
        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        base.Exchange(exchange);
        step.Visit(exchange);
        Span<double> numbers = [PrimalStep, count];
        exchange.Numbers(numbers);
        (PrimalStep, count) = (numbers[0], numbers[1]);
    }

    private protected override void Release()
    {
        slope.Dispose();
        step.X.Release();
        step.Slope.Release();
        step.Y.Release();
        step.SlopeAhead.Release();
        step.NextX.Release();
        step.NextSlope.Release();
        step.Point.Release();
    }

    /// <summary>Whether (grad h(x+) - grad h(y), x+ - y) is above |x+ - y|^2 / t by more than rounding: the parabola may then not be above h.</summary>
    private bool IsTooLong()
    {
        Backend.Binary(BinaryOp.Subtract, step.NextX, step.Y, step.Point);
        double squared = Backend.Dot(step.Point, step.Point).Real;
        if (!(Math.Sqrt(squared) > 1e3 * Precision.UnitRoundoff(ElementTypes.Of<T>()) * Norm(step.NextX))) return false;
        double met = Backend.Dot(step.Point, step.NextSlope).Real - Backend.Dot(step.Point, step.SlopeAhead).Real;
        return !double.IsFinite(slope.LastValue) || PrimalStep * met > squared * (1 + 1e-6);
    }
}
