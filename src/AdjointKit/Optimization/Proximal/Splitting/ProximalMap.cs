using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>A proximal operator in a step, with the length of the step, which the solver may change; and what became known of the latest descent, which is found once.</summary>
internal sealed class ProximalMap<T>(ProximalOperator<T> f) : IStepMap, IDescentMap
    where T : unmanaged
{
    private double value = double.NaN;
    private double movedSquared = double.NaN;
    private bool isJudged;

    internal double Length { get; set; }

    private Backend Backend => f.Compute.Backend;

    public void Apply(in UntypedArray x, in UntypedArray into) => f.Prox(x.As<T>(), Length, into.As<T>());

    public Var Apply(Var x) => f.Prox(x.As<T>(), Length);

    public void Descend(in UntypedArray y, in UntypedArray gradient, in UntypedArray point, in UntypedArray into)
    {
        isJudged = f.TryDescend(y.As<T>(), gradient.As<T>(), Length, into.As<T>(), out value, out movedSquared);
        if (isJudged) return;
        Backend.Combine(-Length, gradient, 1, y, point);
        Apply(point, into);
    }

    public Var Descend(Var y, Var gradient) => Apply(y + (-Length * gradient));

    /// <summary>f of where the latest descent led.</summary>
    internal double Value(in UntypedArray next) => isJudged ? value : f.Value(next.As<T>());

    /// <summary>How far the latest descent led from y; scratch is of that shape.</summary>
    internal double MovedBy(in UntypedArray next, in UntypedArray y, in UntypedArray scratch)
    {
        if (isJudged) return Math.Sqrt(movedSquared);
        Backend.Binary(BinaryOp.Subtract, next, y, scratch);
        return Math.Sqrt(Backend.Dot(scratch, scratch).Real);
    }
}
