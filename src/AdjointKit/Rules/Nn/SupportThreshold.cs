using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>
/// y = the soft threshold of v by theta along the last axis, where of each line the largest magnitudes, a number of them, pass as they are if they are above theta. The two other outputs are the
/// slopes, which are constants almost everywhere: dy = p dv + q dtheta with p = 1 above theta and else 0, q = -sign v where v is shrunk and else 0; vbar += p ybar, thetabar += sum q ybar.
/// </summary>
internal sealed class SupportThreshold : Rule
{
    internal static readonly SupportThreshold Rule = new();

    internal override string Name => "support threshold";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c)
    {
        UntypedArray v = c.X(0);
        UntypedArray y = c.NewOutput(v.ElementType, v.Shape);
        UntypedArray slope = c.NewOutput(v.ElementType, v.Shape);
        c.Backend.SupportThreshold(v, c.X(1), c.Attributes.Start, y, slope, c.NewOutput(v.ElementType, v.Shape));
    }

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(0, UntypedOps.Add(UntypedOps.Push(c.Tangent(0), c.Output(1)), UntypedOps.Push(c.Tangent(1), c.Output(2))));

    internal override void Adjoint(in RuleContext c)
    {
        c.Pull(0, c.Output(1));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Pull(c.Cotangent(), c.Output(2)));
    }
}
