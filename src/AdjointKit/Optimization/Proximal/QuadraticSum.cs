using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>f(x) + a/2 |x - c|^2: prox_{s' f}((x + s a c) / (1 + s a)) with s' = s / (1 + s a).</summary>
internal sealed class QuadraticSum<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly ProximalOperator<T> f;
    private readonly double weight;
    private readonly NdArray<T> centre;

    internal QuadraticSum(ProximalOperator<T> f, double weight, NdArray<T>? centre)
        : base(f.Compute)
    {
        RequireNotNegative(weight, $"the weight of the quadratic beside {f.Name}", nameof(weight));
        this.f = f;
        this.weight = weight;
        this.centre = Compute.Empty<T>(centre?.Shape ?? default);
        if (centre is NdArray<T> given) Compute.Backend.Copy(given, this.centre);
        else Compute.Backend.Fill(this.centre, 0);
    }

    public override string Name => $"{f.Name} plus a quadratic";

    public override bool IsConvex => f.IsConvex;

    public override double StrongConvexity => f.IsConvex ? f.StrongConvexity + weight : 0;

    public override double LargestCurvature => f.LargestCurvature + weight;

    protected internal override Var ValueCore(Var<T> x) => f.ValueCore(x) + ((weight / 2) * Sum(UntypedOps.AbsSquared(x - x.Tape.Constant(centre))));

    /// <summary>Re (x, y) - f(x) - a/2 |x - c|^2 at its largest, which is at x = prox_{f/a}(c + y / a).</summary>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        if (weight == 0) return f.ConjugateValueCore(y);
        Var point = UntypedOps.Affine(1 / weight, y, 0) + y.Tape.Constant(centre);
        Var<T> x = f.ProxCore(new Var<T>(point), y.Tape.Filled(RealType, default, 1 / weight));
        return UntypedOps.Real(UntypedOps.InnerProduct(x, y)) - ValueCore(x);
    }

    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var factor = UntypedOps.Reciprocal(UntypedOps.Affine(weight, step, 1));
        Var drawn = x + UntypedOps.Multiply(weight * step, x.Tape.Constant(centre));
        return f.ProxCore(new Var<T>(drawn * factor), step * factor);
    }

    protected internal override void RequireFits(Shape shape)
    {
        RequireBroadcast(centre.Shape, shape, "the centre of the quadratic beside ", f);
        f.RequireFits(shape);
    }
}
