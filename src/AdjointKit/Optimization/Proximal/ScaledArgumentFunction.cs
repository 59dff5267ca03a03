using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>f(a x): prox is prox_{s a^2 f}(a x) / a; its conjugate is f*(y / a).</summary>
internal sealed class ScaledArgumentFunction<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly ProximalOperator<T> f;
    private readonly double scale;

    internal ScaledArgumentFunction(ProximalOperator<T> f, double scale)
        : base(f.Compute)
    {
        if (scale == 0 || !double.IsFinite(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, $"the factor of the argument of {f.Name} is {scale}: it must be finite and other than 0");
        this.f = f;
        this.scale = scale;
    }

    public override string Name => f.Name;

    public override bool IsConvex => f.IsConvex;

    public override double StrongConvexity => scale * scale * f.StrongConvexity;

    public override double LargestCurvature => scale * scale * f.LargestCurvature;

    protected internal override Var ValueCore(Var<T> x) => f.ValueCore(new Var<T>(scale * (Var)x));

    protected internal override Var ConjugateValueCore(Var<T> y) => f.ConjugateValueCore(new Var<T>((1 / scale) * (Var)y));

    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new((1 / scale) * (Var)f.ProxCore(new Var<T>(scale * (Var)x), (scale * scale) * step));

    protected internal override void RequireFits(Shape shape) => f.RequireFits(shape);
}
