using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>
/// The indicator of {x : A x = b} for an operator A whose rows do not depend on each other: prox is the projection x - A^H l, with A A^H l = A x - b by conjugate gradients. For matrices:
/// <see cref="AffineSet{T}"/>.
/// </summary>
public sealed class AffineOperatorSet<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly LinearOperator<T, T> a;
    private readonly LinearOperator<T, T> gram;
    private readonly NdArray<T> b;
    private readonly LinearOptions options;
    private ConjugateGradient<T>? idle;

    /// <summary>Makes the function.</summary>
    /// <param name="a">A.</param>
    /// <param name="b">b, in the range of A; copied.</param>
    /// <param name="options">How the system is solved, conjugate gradients whatever they say; null: to 1e-14 (1e-6 in single precision) of the right-hand side.</param>
    public AffineOperatorSet(LinearOperator<T, T> a, NdArray<T> b, LinearOptions? options = null)
        : base((a ?? throw new ArgumentNullException(nameof(a))).Compute)
    {
        if (b.Shape != a.Range) throw new ArgumentException($"a right-hand side of shape {b.Shape} does not fit {a.Name}, whose range is {a.Range}", nameof(b));
        this.a = a;
        gram = a * a.H;
        this.b = Compute.Empty<T>(b.Shape);
        Compute.Backend.Copy(b, this.b);
        double tolerance = Precision.IsSingle(RealType) ? 1e-6 : 1e-14;
        this.options = (options ?? new LinearOptions { Stopping = new StoppingRule { RelativeTolerance = tolerance } }) with { Method = LinearMethod.ConjugateGradient };
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var image = UntypedOps.ApplyOperator(a, x);
        Var right = x.Tape.Constant(b);
        return Indicator(UntypedOps.Norm(UntypedOps.Subtract(image, right), 2, default), UntypedOps.Norm(image, 2, default) + UntypedOps.Norm(right, 2, default));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var off = UntypedOps.Subtract(UntypedOps.ApplyOperator(a, x), x.Tape.Constant(b));
        Var multipliers = Implicit.LinearSolve(gram, new Var<T>(off), options);
        return new(UntypedOps.Subtract(x, UntypedOps.ApplyOperator(a.H, multipliers)));
    }

    /// <inheritdoc/>
    /// <exception cref="ConvergenceException">The system was not solved: rows of A depend on each other, or contradict each other.</exception>
    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into)
    {
        NdArray<T> off = Compute.Empty<T>(a.Range);
        ConjugateGradient<T> solver = Interlocked.Exchange(ref idle, null) ?? new ConjugateGradient<T>(gram, options);
        try
        {
            a.Apply(x, off);
            Compute.Backend.AddScaled(-1, b, off);
            solver.Start(off);
            StopReason reason = solver.Run();
            if (reason != StopReason.Converged) throw new ConvergenceException($"the projection onto A x = b by {solver.Name}", reason, solver.Iterations, solver.Residual, solver.Target);
            a.ApplyAdjoint(solver.Solution, into);
            Compute.Backend.Affine(-1, into, 0, into);
            Compute.Backend.AddScaled(1, x, into);
        }
        finally
        {
            off.Dispose();
            if (Interlocked.CompareExchange(ref idle, solver, null) is not null) solver.Dispose();
        }
    }

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        if (shape != a.Domain) throw new ArgumentException($"the set A x = b of {a.Name} has arrays of shape {a.Domain}, not {shape}", nameof(shape));
    }
}
