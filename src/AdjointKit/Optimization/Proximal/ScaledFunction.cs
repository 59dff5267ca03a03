using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>c f: prox_{s c f}; (c f)*(y) = c f*(y / c).</summary>
internal sealed class ScaledFunction<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly double scale;
    private readonly ProximalOperator<T> f;

    internal ScaledFunction(double scale, ProximalOperator<T> f)
        : base((f ?? throw new ArgumentNullException(nameof(f))).Compute)
    {
        RequirePositive(scale, $"the multiple of {f.Name}", nameof(scale));
        this.scale = scale;
        this.f = f;
    }

    public override string Name => f.Name;

    public override bool IsConvex => f.IsConvex;

    public override double StrongConvexity => scale * f.StrongConvexity;

    public override double LargestCurvature => scale * f.LargestCurvature;

    protected internal override Var ValueCore(Var<T> x) => scale * f.ValueCore(x);

    protected internal override Var ConjugateValueCore(Var<T> y) => scale * f.ConjugateValueCore(new Var<T>((1 / scale) * (Var)y));

    protected internal override Var<T> ProxCore(Var<T> x, Var step) => f.ProxCore(x, scale * step);

    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into) => f.ProxCore(x, scale * step, into);

    protected internal override void RequireFits(Shape shape) => f.RequireFits(shape);
}
