using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>f(x - c): prox is c + prox_{s f}(x - c); its conjugate is f*(y) + Re (c, y).</summary>
internal sealed class TranslatedFunction<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly ProximalOperator<T> f;
    private readonly NdArray<T> shift;

    internal TranslatedFunction(ProximalOperator<T> f, NdArray<T> shift)
        : base(f.Compute)
    {
        this.f = f;
        this.shift = Compute.Empty<T>(shift.Shape);
        Compute.Backend.Copy(shift, this.shift);
    }

    public override string Name => f.Name;

    public override bool IsConvex => f.IsConvex;

    public override double StrongConvexity => f.StrongConvexity;

    public override double LargestCurvature => f.LargestCurvature;

    protected internal override Var ValueCore(Var<T> x) => f.ValueCore(x - x.Tape.Constant(shift));

    protected internal override Var ConjugateValueCore(Var<T> y) =>
        f.ConjugateValueCore(y) + UntypedOps.Real(UntypedOps.InnerProduct(UntypedOps.BroadcastTo(y.Tape.Constant(shift), y.Shape), y));

    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        Var<T> centre = x.Tape.Constant(shift);
        return centre + f.ProxCore(x - centre, step);
    }

    protected internal override void RequireFits(Shape shape)
    {
        RequireBroadcast(shift.Shape, shape, "the shift of ", f);
        f.RequireFits(shape);
    }
}
