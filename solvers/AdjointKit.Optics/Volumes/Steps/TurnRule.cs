using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// y = w x exp(i a (n - o)), x complex, n and w real on its last axes, w a constant; dy = w dx exp(i a (n - o)) + i a dn y. xbar += q, q = w ybar exp(-i a (n - o)), and
/// nbar += a Im(conj(x) q).
/// </summary>
internal sealed class TurnRule : Rule
{
    internal static readonly TurnRule Rule = new();

    internal override string Name => "turn";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal static Var Apply(Var x, Var n, Var w, double scale, double origin)
    {
        if (x.IsNone) return default;
        var attributes = new Attributes { Scale = scale, Shift = origin };
        return w.IsNone ? x.Tape.Apply(Rule, attributes, x, n) : x.Tape.Apply(Rule, attributes, x, n, w);
    }

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        c.Backend.Turn(c.Attributes.Scale.Real, x, c.X(1), c.Attributes.Shift.Real, c.InputCount > 2 ? c.X(2) : default, y);
    }

    internal override void Tangent(in RuleContext c)
    {
        double scale = c.Attributes.Scale.Real;
        Var turned = Apply(c.Tangent(0), c.Input(1), Magnitude(c), scale, c.Attributes.Shift.Real);
        c.SetTangent(UntypedOps.Add(turned, UntypedOps.RealTimes(new Complex(0, scale), c.Tangent(1), c.Output())));
    }

    internal override void Adjoint(in RuleContext c)
    {
        double scale = c.Attributes.Scale.Real;
        Var back = Apply(c.Cotangent(), c.Input(1), Magnitude(c), -scale, c.Attributes.Shift.Real);
        if (c.IsActive(0)) c.Accumulate(0, back);
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.RealOfPull(new Complex(0, -scale), c.Input(0), back));
    }

    private static Var Magnitude(in RuleContext c) => c.InputCount > 2 ? c.Input(2) : default;
}
