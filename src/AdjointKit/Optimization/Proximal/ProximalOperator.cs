using System.Globalization;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>
/// A function f of an array with its proximal operator prox_{s f}(x) = argmin_u f(u) + |u - x|^2 / (2 s); of the indicator of a set, which is 0 inside and infinite outside, that is the
/// projection onto the set, whatever s is. Both rules are written in ops, so that a solver that is unrolled can be differentiated; without a tape of the user's they run on
/// one that records nothing. Immutable and thread-safe. A function of one's own derives from this and gives the two rules.
/// </summary>
/// <remarks>
/// Inner products of complex arrays count by their real part. (Parikh and Boyd, "Proximal algorithms", Found. Trends Optim. 1(3), 2014; Combettes and Pesquet, "Proximal splitting
/// methods in signal processing", 2011.)
/// </remarks>
/// <typeparam name="T">The element type: float, double, <see cref="ComplexF"/> or <see cref="System.Numerics.Complex"/>.</typeparam>
public abstract class ProximalOperator<T>
    where T : unmanaged
{
    private Tape? idle;
    private ProximalOperator<T>? conjugate;

    /// <summary>Makes a function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    protected ProximalOperator(Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ElementType type = ElementTypes.Of<T>();
        if (ElementTypes.RealOf(type) is not (ElementType.Float32 or ElementType.Float64)) throw new NotSupportedException($"There are no proximal operators for elements of type {type}: use float, double, ComplexF or Complex.");
        Compute = compute;
    }

    /// <summary>A name for messages.</summary>
    public virtual string Name => GetType().Name.Split('`')[0];

    /// <summary>Where its arrays lie.</summary>
    public Compute Compute { get; }

    /// <summary>Whether f is convex: then prox is firmly non-expansive and Moreau's identity holds.</summary>
    public virtual bool IsConvex => true;

    /// <summary>
    /// m, such that f(x) - m/2 |x|^2 is convex as well: the larger, the faster methods that know it. 0: none is known. One's own function states its own; f + m/2 |x - c|^2 has it from
    /// <see cref="PlusQuadratic"/>.
    /// </summary>
    public virtual double StrongConvexity => 0;

    /// <summary>L, such that L/2 |x|^2 - f(x) is convex: the Lipschitz constant of the gradient. Infinite: there is none, or none is known.</summary>
    public virtual double LargestCurvature => double.PositiveInfinity;

    /// <summary>
    /// The convex conjugate f*(y) = sup_x Re (x, y) - f(x), its prox by Moreau's identity prox_{s f*}(x) = x - s prox_{f/s}(x/s). The conjugate of the conjugate is this function.
    /// </summary>
    /// <exception cref="InvalidOperationException">f is not convex.</exception>
    public virtual ProximalOperator<T> Conjugate => conjugate ??= IsConvex
        ? new ConjugateFunction<T>(this)
        : throw new InvalidOperationException($"{Name} is not convex: Moreau's identity does not hold, and the conjugate of its conjugate is another function.");

    /// <summary>Whether elements are complex.</summary>
    private protected static bool IsComplex => ElementTypes.IsComplex(ElementTypes.Of<T>());

    /// <summary>The type of magnitudes.</summary>
    private protected static ElementType RealType => ElementTypes.RealOf(ElementTypes.Of<T>());

    /// <summary>c f, for c above 0.</summary>
    public static ProximalOperator<T> operator *(double scale, ProximalOperator<T> f) => new ScaledFunction<T>(scale, f);

    /// <summary>The function x -> f(x - shift).</summary>
    /// <param name="shift">An array of the shape of x, or one that is broadcast to it; copied.</param>
    public ProximalOperator<T> Translated(NdArray<T> shift) => new TranslatedFunction<T>(this, shift);

    /// <summary>The function x -> f(a x).</summary>
    /// <param name="scale">a, other than 0.</param>
    public ProximalOperator<T> WithScaledArgument(double scale) => new ScaledArgumentFunction<T>(this, scale);

    /// <summary>The function x -> f(x) + weight / 2 |x - centre|^2.</summary>
    /// <param name="weight">The weight, not negative.</param>
    /// <param name="centre">An array of the shape of x, or one that is broadcast to it, which is copied; null: 0.</param>
    public ProximalOperator<T> PlusQuadratic(double weight, NdArray<T>? centre = null) => new QuadraticSum<T>(this, weight, centre);

    /// <summary>f(x).</summary>
    public double Value(NdArray<T> x)
    {
        RequireFits(x.Shape);
        if (x.Count == 0) return 0;
        Tape tape = Rent();
        try
        {
            Var value = ValueCore(tape.Constant(x));
            Var one = tape.Filled(value.ElementType, default, 1);
            return Compute.Backend.Dot(one.Value, value.Value).Real;
        }
        finally
        {
            GiveBack(tape);
        }
    }

    /// <summary>f(x) as a variable of rank 0, real; to differentiate where f is smooth.</summary>
    public Var Value(Var<T> x)
    {
        RequireFits(x.Shape);
        return x.Shape.Count == 0 ? x.Tape.Zeros(RealType, default) : ValueCore(x);
    }

    /// <summary>into = prox_{step f}(x). Allocates no managed memory once it has run.</summary>
    /// <param name="x">The point.</param>
    /// <param name="step">The step, above 0.</param>
    /// <param name="into">An array of the shape of x, overwritten; it may be x itself.</param>
    public void Prox(NdArray<T> x, double step, NdArray<T> into)
    {
        RequireFits(x.Shape);
        RequireStep(step);
        if (into.Shape != x.Shape) throw new ArgumentException($"{Name}: the prox of an array of shape {x.Shape} does not fit shape {into.Shape}", nameof(into));
        if (x.Count == 0) return;
        bool isCopied = !x.IsContiguous || into.ToUntyped().Overlaps(x);
        NdArray<T> operand = isCopied ? Compute.Empty<T>(x.Shape) : x;
        NdArray<T> result = into.IsContiguous ? into : Compute.Empty<T>(x.Shape);
        try
        {
            if (isCopied) Compute.Backend.Copy(x, operand);
            ProxCore(operand, step, result);
            if (!into.IsContiguous) Compute.Backend.Copy(result, into);
        }
        finally
        {
            if (isCopied) operand.Dispose();
            if (!into.IsContiguous) result.Dispose();
        }
    }

    /// <summary>prox_{step f}(x) as a new array that the caller owns.</summary>
    public NdArray<T> Prox(NdArray<T> x, double step)
    {
        NdArray<T> into = Compute.Backend.Allocate(ElementTypes.Of<T>(), x.Shape, account: null).As<T>();
        Prox(x, step, into);
        return into;
    }

    /// <summary>prox_{step f}(x) as a variable, to be differentiated.</summary>
    /// <param name="x">The point.</param>
    /// <param name="step">The step, above 0.</param>
    public Var<T> Prox(Var<T> x, double step)
    {
        RequireStep(step);
        return Prox(x, x.Tape.Filled(RealType, default, step));
    }

    /// <summary>prox_{step f}(x) as a variable, to be differentiated with respect to the step, too.</summary>
    /// <param name="x">The point.</param>
    /// <param name="step">The step: rank 0, real, of the precision of x; it is not looked at whether it is above 0.</param>
    public Var<T> Prox(Var<T> x, Var step)
    {
        RequireFits(x.Shape);
        if (step.Shape.Rank != 0 || step.ElementType != RealType) throw new ArgumentException($"{Name}: the step is {step.ElementType} of shape {step.Shape}, not {RealType} of rank 0", nameof(step));
        return x.Shape.Count == 0 ? x : ProxCore(x, step);
    }

    /// <summary>The value rule: f(x), real, rank 0, in ops. x has elements.</summary>
    protected internal abstract Var ValueCore(Var<T> x);

    /// <summary>The prox rule: prox_{step f}(x) in ops. x has elements, the step is real and has rank 0.</summary>
    protected internal abstract Var<T> ProxCore(Var<T> x, Var step);

    /// <summary>The prox rule without a tape, by default the one in ops: both arrays are contiguous, of one shape that has elements, and do not overlap; all of <paramref name="into"/> must be written.</summary>
    protected internal virtual void ProxCore(in NdArray<T> x, double step, in NdArray<T> into)
    {
        Tape tape = Rent();
        try
        {
            Var y = ProxCore(tape.Constant(x), tape.Filled(RealType, default, step));
            Compute.Backend.Copy(y.Value, into);
        }
        finally
        {
            GiveBack(tape);
        }
    }

    /// <summary>
    /// Where there is a kernel that does it at once: into = prox_{length f}(y - length gradient), y = x + momentum (x - previous), with f(into) and |into - y|^2. <paramref name="into"/> may be the gradient.
    /// </summary>
    /// <returns>Whether there is one; if not, nothing is written.</returns>
    internal virtual bool TryDescend(in NdArray<T> x, in NdArray<T> previous, double momentum, in NdArray<T> gradient, double length, in NdArray<T> into, out double value, out double movedSquared)
    {
        (value, movedSquared) = (double.NaN, double.NaN);
        return false;
    }

    /// <summary>The value rule of the conjugate, where there is a formula.</summary>
    protected internal virtual Var ConjugateValueCore(Var<T> y) => throw new NotSupportedException($"The value of the conjugate of {Name} has no formula here; its prox has.");

    /// <summary>
    /// Whether <see cref="ConjugateProxCore"/> is a formula, exact to rounding of its result. Moreau's identity is exact to rounding of its argument, which with long steps is far outside of a set that it is
    /// projected onto.
    /// </summary>
    internal virtual bool HasConjugateProx => false;

    /// <summary>The prox rule of the conjugate.</summary>
    internal virtual Var<T> ConjugateProxCore(Var<T> y, Var step)
    {
        Var inner = ProxCore(new Var<T>(UntypedOps.Divide(y, step)), UntypedOps.Reciprocal(step));
        return new(UntypedOps.Subtract(y, UntypedOps.Multiply(step, inner)));
    }

    /// <summary>Throws where f has no value for arrays of a shape, in one sentence that says why.</summary>
    protected internal virtual void RequireFits(Shape shape)
    {
    }

    /// <summary>0 where an amount by which x breaks the rule of a set is within rounding of a scale, else infinity; both rank 0.</summary>
    private protected static Var Indicator(Var violation, Var scale)
    {
        // Sums of many elements round more than once.
        double tolerance = 64 * Precision.UnitRoundoff(RealType);
        Var inside = UntypedOps.LessOrEqual(violation, UntypedOps.Affine(tolerance, scale, 0));
        return UntypedOps.Where(inside, UntypedOps.ConstantLike(violation, 0), UntypedOps.ConstantLike(violation, double.PositiveInfinity));
    }

    /// <summary>The sum of real elements, rank 0.</summary>
    private protected static Var Sum(Var x) => UntypedOps.SumTo(x, default);

    /// <summary>y, made shorter where a magnitude is above a limit.</summary>
    private protected static Var<T> Shortened(Var<T> y, Var magnitude, double limit) =>
        new(UntypedOps.Multiply(y, UntypedOps.Divide(UntypedOps.ConstantLike(magnitude, limit), UntypedOps.Maximum(magnitude, UntypedOps.ConstantLike(magnitude, limit)))));

    private protected static void RequirePositive(double value, string what, string argument)
    {
        if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentOutOfRangeException(argument, value, string.Create(CultureInfo.InvariantCulture, $"{what} is {value}: it must be above 0 and finite"));
    }

    private protected static void RequireNotNegative(double value, string what, string argument)
    {
        if (!(value >= 0) || !double.IsFinite(value)) throw new ArgumentOutOfRangeException(argument, value, string.Create(CultureInfo.InvariantCulture, $"{what} is {value}: it must be 0 or more and finite"));
    }

    /// <summary>Refuses an array that is not broadcast to a shape; <paramref name="of"/> is named only then.</summary>
    private protected static void RequireBroadcast(Shape given, Shape shape, string what, ProximalOperator<T>? of = null)
    {
        bool fits = given.Rank <= shape.Rank;
        for (int axis = 1; fits && axis <= given.Rank; axis++) fits = given[-axis] == 1 || given[-axis] == shape[-axis];
        if (!fits) throw new ArgumentException($"{what}{of?.Name} has shape {given}, which cannot be broadcast to shape {shape}", nameof(shape));
    }

    /// <summary>A function of real numbers only.</summary>
    private protected void RequireReal()
    {
        if (IsComplex) throw new NotSupportedException($"{Name} is a function of real arrays, not of {ElementTypes.Of<T>()}: complex numbers have no order.");
    }

    private void RequireStep(double step)
    {
        if (!(step > 0) || !double.IsFinite(step)) RequirePositive(step, $"{Name}: the step", nameof(step));
    }

    private Tape Rent() => Interlocked.Exchange(ref idle, null) ?? new Tape(Compute);

    private void GiveBack(Tape tape)
    {
        tape.Reset();
        if (Interlocked.CompareExchange(ref idle, tape, null) is not null) tape.Dispose();
    }
}
