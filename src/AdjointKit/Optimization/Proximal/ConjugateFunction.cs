using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>f*, by Moreau's identity prox_{s f*}(x) = x - s prox_{f/s}(x/s), or by a formula of f's.</summary>
internal sealed class ConjugateFunction<T>(ProximalOperator<T> f) : ProximalOperator<T>(f.Compute)
    where T : unmanaged
{
    public override string Name => $"the conjugate of {f.Name}";

    public override ProximalOperator<T> Conjugate => f;

    public override double StrongConvexity => 1 / f.LargestCurvature;

    public override double LargestCurvature => 1 / f.StrongConvexity;

    protected internal override Var ValueCore(Var<T> x) => f.ConjugateValueCore(x);

    protected internal override Var ConjugateValueCore(Var<T> y) => f.ValueCore(y);

    protected internal override Var<T> ProxCore(Var<T> x, Var step) => f.ConjugateProxCore(x, step);

    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into)
    {
        if (f.HasConjugateProx)
        {
            base.ProxCore(x, step, into);
            return;
        }

        NdArray<T> scaled = Compute.Empty<T>(x.Shape);
        Compute.Backend.Affine(1 / step, x, 0, scaled);
        f.ProxCore(scaled, 1 / step, into);
        Compute.Backend.Affine(-step, into, 0, into);
        Compute.Backend.AddScaled(1, x, into);
        scaled.Dispose();
    }

    protected internal override void RequireFits(Shape shape) => f.RequireFits(shape);
}
