using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// Makes F(x) = f(x) + |A x - b|^2 / 2 smallest for an f whose prox is known: x = prox_{s f}(y - s A^H (A y - b)), with y = x (ISTA) or ahead of it (FISTA; Beck and Teboulle, "A fast iterative
/// shrinkage-thresholding algorithm", SIAM J. Imaging Sci. 2, 2009). With s = 1 / L, L at least |A|^2: F falls in each step of ISTA, F - F* is at most L |x0 - x*|^2 / (2 k), for FISTA 2 L |x0 - x*|^2 / (k + 1)^2.
/// For the L1 norm and a <see cref="MatrixOperator{T}"/> with at least as many samples as columns, real and on the processor, steps go by A^H A, which is formed once.
/// </summary>
public sealed class ProximalGradient<TIn, TOut> : RecoverySolver<TIn, TOut>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly LinearOperator<TIn, TOut> a;
    private readonly ProximalOperator<TIn> f;
    private readonly ProximalGradientOptions options;
    private readonly OperatorMap<TIn, TOut> forward;
    private readonly OperatorMap<TOut, TIn> back;
    private readonly ProximalMap<TIn> prox;
    private ProximalGradientStep<UntypedArray, RealScalar> step;
    private readonly UntypedArray imageMoved;
    private readonly SampleDescent<TIn>? samples;
    private NdArray<TOut> b;
    private readonly double firstLength;
    private double count;

    /// <summary>Makes the buffers, and finds the length of a step if it is not given.</summary>
    /// <param name="a">A.</param>
    /// <param name="f">f, convex.</param>
    /// <param name="options">How to go on; null: FISTA with the defaults.</param>
    public ProximalGradient(LinearOperator<TIn, TOut> a, ProximalOperator<TIn> f, ProximalGradientOptions? options = null)
        : base((a ?? throw new ArgumentNullException(nameof(a))).Compute, options ??= new ProximalGradientOptions())
    {
        ArgumentNullException.ThrowIfNull(f);
        this.a = a;
        this.f = f;
        this.options = options;
        forward = new OperatorMap<TIn, TOut>(a, takesSparse: true);
        back = new OperatorMap<TOut, TIn>(a.H);
        step.X = NewArray(a.Domain);
        step.Previous = NewArray(a.Domain);
        step.Next = NewArray(a.Domain);
        step.Ahead = NewArray(a.Domain);
        step.Point = NewArray(a.Domain);
        if (!options.Backtracking && a is MatrixOperator<TIn> matrix) samples = SampleDescent<TIn>.For(matrix, f);
        Shape ofMisfit = samples is null ? a.Range : a.Domain;
        step.Misfit = Compute.Empty<TOut>(ofMisfit);
        step.MisfitPrevious = Compute.Empty<TOut>(ofMisfit);
        step.MisfitNext = Compute.Empty<TOut>(ofMisfit);
        if (samples is null)
        {
            step.Gradient = NewArray(a.Domain);
            step.MisfitAhead = Compute.Empty<TOut>(a.Range);
        }

        if (options.Backtracking) imageMoved = Compute.Empty<TOut>(a.Range);
        firstLength = options.LengthFor(a, "leave StepLength out, or set Backtracking");
        prox = new ProximalMap<TIn>(f) { KeepsGradient = options.Backtracking, Length = firstLength };
    }

    /// <inheritdoc/>
    public override string Name => options.MethodName;

    /// <inheritdoc/>
    public override NdArray<TIn> Solution => step.X.As<TIn>();

    /// <summary>The length of a step now.</summary>
    public double StepLength => prox.Length;

    private ArrayAlgebra On => new(Backend);

    /// <inheritdoc/>
    public override void Start(NdArray<TOut> data, NdArray<TIn>? start = null)
    {
        if (data.Shape != a.Range) throw new ArgumentException($"data of shape {data.Shape} do not fit {a.Name}, whose range is {a.Range}", nameof(data));
        if (start is NdArray<TIn> first && first.Shape != a.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {a.Name}, whose domain is {a.Domain}", nameof(start));
        b = data;
        count = 1;
        prox.Length = firstLength;
        if (start is NdArray<TIn> given) Backend.Copy(given, step.X);
        else Backend.Fill(step.X, 0);
        Backend.Copy(step.X, step.Previous);
        step.Momentum = 0;
        double slope = samples is null ? StartMisfit() : samples.Start(ref step, b, isZero: start is null);
        Move();
        Begin(MovedBy() / prox.Length, Stopping.Target(slope, ElementTypes.Of<TIn>()));
    }

    /// <inheritdoc/>
    public override UnrolledSolver<TIn, TOut> Unroll(int layers, LearnedParts learn)
    {
        if (options.Restart || options.Backtracking) throw new ArgumentException($"unrolled steps of {Name} decide nothing by the iterates: leave {(options.Restart ? nameof(options.Restart) : nameof(options.Backtracking))} out", nameof(layers));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        double[] momenta = FistaMomentum.AfterEach(layers, options.Accelerated);
        var shaped = new SampleOperator(a);
        return new UnrolledSolver<TIn, TOut>(a, shaped, new ForwardBackwardLayer(shaped, new ProximalTerm<TIn, TIn>(f, k: null, a.Domain), firstLength, Name, k => momenta[k - 1]), layers, learn);
    }

    private protected override StopReason? Advance()
    {
        Move();
        while (options.Backtracking && IsTooLong())
        {
            prox.Length /= 2;
            step.Move(On, forward, prox, b);
        }

        Residual = MovedBy() / prox.Length;
        if (samples is null) Objective = prox.Value(step.Next) + (Backend.Dot(step.MisfitNext, step.MisfitNext).Real / 2);
        (double next, double momentum) = FistaMomentum.After(count, options.Accelerated);
        if (options.Restart && IsUphill()) (momentum, next) = (0, 1);
        count = next;
        step.Accept(momentum);
        if (samples is not null)
        {
            samples.Renew(ref step, b);
            Objective = samples.Objective;
        }

        return Residual <= Target ? StopReason.Converged : null;
    }

    private protected override void Exchange(StateExchange exchange)
    {
        step.Visit(exchange);
        samples?.Exchange(exchange);
        exchange.Number(ref count);
        exchange.Number(ref step.Momentum);
        double length = prox.Length;
        exchange.Number(ref length);
        prox.Length = length;
    }

    private protected override void Release()
    {
        step.X.Release();
        step.Previous.Release();
        step.Next.Release();
        step.Ahead.Release();
        step.Point.Release();
        step.Misfit.Release();
        step.MisfitPrevious.Release();
        step.MisfitNext.Release();
        if (samples is null)
        {
            step.Gradient.Release();
            step.MisfitAhead.Release();
        }

        samples?.Release();
        if (options.Backtracking) imageMoved.Release();
    }

    /// <summary>|next - y|.</summary>
    private double MovedBy() => samples?.MovedBy ?? prox.MovedBy(step.Next, step.Y, step.Point);

    /// <summary>A x - b of the first iterate.</summary>
    /// <returns>|A^H b|.</returns>
    private double StartMisfit()
    {
        a.ApplyAdjoint(b, step.Gradient.As<TIn>());
        a.Apply(step.X.As<TIn>(), step.Misfit.As<TOut>());
        Backend.Binary(BinaryOp.Subtract, step.Misfit, b, step.Misfit);
        Backend.Copy(step.Misfit, step.MisfitPrevious);
        return Norm(step.Gradient);
    }

    /// <summary>Finds the next iterate and its misfit.</summary>
    private void Move()
    {
        if (samples is not null)
        {
            samples.Move(ref step, prox.Length);
            return;
        }

        step.Slope(On, back);
        step.Move(On, forward, prox, b);
    }

    /// <summary>Whether |A (next - y)|^2 is above |next - y|^2 / s by more than rounding: the parabola is then not above the misfit.</summary>
    private bool IsTooLong()
    {
        double moved = MovedBy();
        Backend.Binary(BinaryOp.Subtract, step.MisfitNext, step.MisfitY, imageMoved);
        double image = Norm(imageMoved);
        return prox.Length * image * image > moved * moved * (1 + 1e-6) && moved > 1e3 * Precision.UnitRoundoff(ElementTypes.Of<TIn>()) * Norm(step.Next);
    }

    /// <summary>Whether (y - next, next - x) is above 0 (O'Donoghue and Candès 2015).</summary>
    private bool IsUphill()
    {
        if (step.Momentum != 0) Backend.Combine(1 + step.Momentum, step.X, -step.Momentum, step.Previous, step.Ahead);
        Backend.Binary(BinaryOp.Subtract, step.Next, step.Y, step.Point);
        return Backend.Dot(step.Point, step.Next).Real < Backend.Dot(step.Point, step.X).Real;
    }
}
