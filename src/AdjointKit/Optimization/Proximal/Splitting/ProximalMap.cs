using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>A prox in a step, with the length of the step, which the solver may change.</summary>
internal interface ILengthMap : IStepMap
{
    double Length { get; set; }
}

/// <summary>A proximal operator in a step; and what became known of the latest descent, which is found once.</summary>
internal sealed class ProximalMap<T>(ProximalOperator<T> f) : ILengthMap, IDescentMap
    where T : unmanaged
{
    private double value = double.NaN;
    private double movedSquared = double.NaN;
    private bool isJudged;

    public double Length { get; set; }

    /// <summary>Whether the gradient is needed after a descent, for another one of another length.</summary>
    internal bool KeepsGradient { get; init; }

    private Backend Backend => f.Compute.Backend;

    public void Apply(in UntypedArray x, in UntypedArray into) => f.Prox(x.As<T>(), Length, into.As<T>());

    public Var Apply(Var x) => f.Prox(x.As<T>(), Length);

    public void Descend(in UntypedArray x, in UntypedArray previous, double momentum, ref UntypedArray gradient, in UntypedArray ahead, in UntypedArray point, ref UntypedArray into)
    {
        // What the gradient lies in is still in the cache, and is not fetched anew to be overwritten.
        UntypedArray target = KeepsGradient ? into : gradient;
        isJudged = f.TryDescend(x.As<T>(), previous.As<T>(), momentum, gradient.As<T>(), Length, target.As<T>(), out value, out movedSquared);
        if (isJudged)
        {
            if (!KeepsGradient) (gradient, into) = (into, gradient);
            return;
        }

        if (momentum != 0) Backend.Combine(1 + momentum, x, -momentum, previous, ahead);
        Backend.Combine(-Length, gradient, 1, momentum == 0 ? x : ahead, point);
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

/// <summary>x to x: no operator, and the prox of 0 for any length.</summary>
internal sealed class IdentityMap(Backend backend) : ILengthMap
{
    public double Length { get; set; }

    public void Apply(in UntypedArray x, in UntypedArray into) => backend.Copy(x, into);

    public Var Apply(Var x) => x;
}

/// <summary>prox_s of f(x) + q(x), q a quadratic |x - b|^2 / 2: prox_{s / (1 + s) f} of prox_{s q}.</summary>
internal sealed class AfterQuadraticMap(ILengthMap quadratic, ILengthMap f, Backend backend) : ILengthMap
{
    public double Length
    {
        get => quadratic.Length;
        set
        {
            quadratic.Length = value;
            f.Length = value / (1 + value);
        }
    }

    public void Apply(in UntypedArray x, in UntypedArray into)
    {
        UntypedArray drawn = backend.Allocate(x.ElementType, x.Shape, account: null);
        quadratic.Apply(x, drawn);
        f.Apply(drawn, into);
        drawn.Release();
    }

    public Var Apply(Var x) => f.Apply(quadratic.Apply(x));
}
