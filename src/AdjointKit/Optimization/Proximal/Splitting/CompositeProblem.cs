using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// h(x) + sum_i g_i(K_i x) to be made smallest: h smooth, of which the gradient is known (least squares, or any function), g_i known by their prox, K_i linear operators, or none. Immutable: each
/// <see cref="Plus(ProximalOperator{T})"/> gives another problem. Made by <see cref="CompositeProblem"/>, solved by <see cref="Minimizer"/>:
/// <code>
/// var problem = CompositeProblem.LeastSquares(radon, sinogram)                                        // |A x - b|^2 / 2
///     .Plus(new GroupL1Norm&lt;double&gt;(compute, 0.1, axes: 0), new GradientOperator&lt;double&gt;(compute, shape))   // + 0.1 TV(x)
///     .Plus(new NonNegative&lt;double&gt;(compute));                                                          // x >= 0
/// NdArray&lt;double&gt; image = Minimizer.Minimize(problem).Solution;
/// </code>
/// </summary>
/// <typeparam name="T">The element type of x.</typeparam>
public sealed class CompositeProblem<T>
    where T : unmanaged
{
    private readonly FunctionTerm[] terms;

    internal CompositeProblem(Compute compute, Shape shape, SmoothPart<T>? smooth, params FunctionTerm[] terms)
    {
        Compute = compute;
        Shape = shape;
        Smooth = smooth;
        this.terms = terms;
    }

    /// <summary>Where the arrays lie.</summary>
    public Compute Compute { get; }

    /// <summary>The shape of x.</summary>
    public Shape Shape { get; }

    /// <summary>h; null: 0.</summary>
    internal SmoothPart<T>? Smooth { get; }

    /// <summary>The g_i(K_i x), in the order in which they were added.</summary>
    internal ReadOnlySpan<FunctionTerm> Terms => terms;

    /// <summary>The problem with another function beside: f(x).</summary>
    /// <param name="f">f, convex, or a denoiser in its place.</param>
    public CompositeProblem<T> Plus(ProximalOperator<T> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        f.RequireFits(Shape);
        return With(new ProximalTerm<T, T>(f, k: null, Shape));
    }

    /// <summary>The problem with another function beside: g(K x).</summary>
    /// <param name="g">g, convex.</param>
    /// <param name="k">K.</param>
    public CompositeProblem<T> Plus<TOut>(ProximalOperator<TOut> g, LinearOperator<T, TOut> k)
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(k);
        if (k.Domain != Shape) throw new ArgumentException($"{k.Name} takes arrays of shape {k.Domain}, and those of this problem have shape {Shape}", nameof(k));
        g.RequireFits(k.Range);
        return With(new ProximalTerm<T, TOut>(g, k, k.Range));
    }

    /// <summary>The value at x: infinite outside of a set, not a number with a denoiser in the place of a function.</summary>
    /// <param name="x">An array of the shape of the problem.</param>
    public double Value(NdArray<T> x)
    {
        if (x.Shape != Shape) throw new ArgumentException($"an array of shape {x.Shape} does not fit a problem for shape {Shape}", nameof(x));
        double value = Smooth?.Value(x) ?? 0;
        foreach (CompositeTerm term in terms)
        {
            UntypedArray image = Compute.Backend.Allocate(term.Type, term.Range, Compute.Memory);
            term.Forward.Apply(x, image);
            value += term.Value(image);
            image.Release();
        }

        return value;
    }

    /// <summary>The same problem with data of its own, which a loop exchanges from step to step; null: there are none.</summary>
    internal (CompositeProblem<T> Problem, StepData? Data) WithOwnData()
    {
        if (Smooth is null) return (this, null);
        (SmoothPart<T> smooth, StepData? data) = Smooth.WithOwnData();
        return (new CompositeProblem<T>(Compute, Shape, smooth, terms), data);
    }

    private CompositeProblem<T> With(FunctionTerm term) => new(Compute, Shape, Smooth, [.. terms, term]);
}

/// <summary>Problems to which functions are added by <see cref="CompositeProblem{T}.Plus(ProximalOperator{T})"/>.</summary>
public static class CompositeProblem
{
    /// <summary>|A x - b|^2 / 2.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b; not to be changed while the problem is in use.</param>
    public static CompositeProblem<TIn> LeastSquares<TIn, TOut>(LinearOperator<TIn, TOut> a, NdArray<TOut> b)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        return OfData(a, new StepData<TOut>(b), b.Shape);
    }

    /// <summary>|A x - b|^2 / 2 for a b on a tape: for <see cref="Minimizer.Unroll{T}"/>, whose steps are differentiated with respect to b.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b.</param>
    public static CompositeProblem<TIn> LeastSquares<TIn, TOut>(LinearOperator<TIn, TOut> a, Var<TOut> b)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        return OfData(a, new StepData<TOut>(b), b.Shape);
    }

    /// <summary>|x - b|^2 / 2.</summary>
    /// <param name="compute">Where the arrays lie.</param>
    /// <param name="b">b; not to be changed while the problem is in use.</param>
    public static CompositeProblem<T> LeastSquares<T>(Compute compute, NdArray<T> b)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(compute);
        return new(compute, b.Shape, new LeastSquaresPart<T, T>(null, new StepData<T>(b), compute, b.Shape));
    }

    /// <summary>|x - b|^2 / 2 for a b on a tape: for <see cref="Minimizer.Unroll{T}"/>, whose steps are differentiated with respect to b.</summary>
    /// <param name="b">b.</param>
    public static CompositeProblem<T> LeastSquares<T>(Var<T> b)
        where T : unmanaged => new(b.Tape.Compute, b.Shape, new LeastSquaresPart<T, T>(null, new StepData<T>(b), b.Tape.Compute, b.Shape));

    /// <summary>A smooth h(x) in ops.</summary>
    /// <param name="compute">Where the arrays lie.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="h">x to a real number, in ops.</param>
    /// <param name="curvature">The largest curvature of h: the Lipschitz constant of its gradient. Null: not known, and steps get shorter where one larger than before is met.</param>
    public static CompositeProblem<T> Smooth<T>(Compute compute, Shape shape, Func<Var<T>, Var> h, double? curvature = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(h);
        return OfFunction<T>(compute, shape, h, null, curvature);
    }

    /// <summary>A smooth h(x) whose gradient the caller computes.</summary>
    /// <param name="compute">Where the arrays lie.</param>
    /// <param name="shape">The shape of x.</param>
    /// <param name="h">Gives the value at x and writes the gradient.</param>
    /// <param name="curvature">The largest curvature of h: the Lipschitz constant of its gradient. Null: not known, and steps get shorter where one larger than before is met.</param>
    public static CompositeProblem<T> Smooth<T>(Compute compute, Shape shape, ObjectiveFunction<T> h, double? curvature = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(h);
        return OfFunction(compute, shape, null, h, curvature);
    }

    /// <summary>f(x) alone.</summary>
    /// <param name="f">f, convex.</param>
    /// <param name="shape">The shape of x.</param>
    public static CompositeProblem<T> Of<T>(ProximalOperator<T> f, Shape shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return new CompositeProblem<T>(f.Compute, shape, smooth: null).Plus(f);
    }

    private static CompositeProblem<T> OfFunction<T>(Compute compute, Shape shape, Func<Var<T>, Var>? inOps, ObjectiveFunction<T>? byGradient, double? curvature)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (curvature is double given && (!(given > 0) || !double.IsFinite(given))) throw new ArgumentOutOfRangeException(nameof(curvature), given, "the curvature of a smooth function is above 0 and finite");
        return new(compute, shape, new FunctionPart<T>(compute, inOps, byGradient, curvature));
    }

    private static CompositeProblem<TIn> OfData<TIn, TOut>(LinearOperator<TIn, TOut> a, StepData<TOut> b, Shape shape)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        if (shape != a.Range) throw new ArgumentException($"data of shape {shape} do not fit {a.Name}, whose range is {a.Range}", nameof(b));
        return new(a.Compute, a.Domain, new LeastSquaresPart<TIn, TOut>(a, b, a.Compute, a.Domain));
    }
}
