using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>
/// y = (x - mean x) r over the axes where r has length 1, r = 1 / sqrt(mean (x - mean x)^2 + epsilon): two passes, and r is the second output. With the symmetric map
/// P v = r (v - mean v - y mean(y v)) (<see cref="StandardizeChange"/>): dy = P dx, dr = -r^2 mean(y dx); xbar += P ybar - r^2 y rbar / n. Both outputs are variables, so that second derivatives are exact.
/// </summary>
internal sealed class Standardize : Rule
{
    internal static readonly Standardize Rule = new();

    internal override string Name => "standardize";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        c.Backend.Standardize(x, c.Attributes.Shift.Real, y, c.NewOutput(x.ElementType, c.Attributes.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        Var dx = c.Tangent();
        (Var y, Var r) = (c.Output(0), c.Output(1));
        c.SetTangent(0, UntypedOps.StandardizeChange(y, r, dx));
        c.SetTangent(1, UntypedOps.Affine(-1, UntypedOps.Push(UntypedOps.MeanTo(UntypedOps.Push(dx, y), r.Shape), UntypedOps.Square(r)), 0));
    }

    internal override void Adjoint(in RuleContext c)
    {
        (Var y, Var r) = (c.Output(0), c.Output(1));
        if (!c.Cotangent(0).IsNone) c.Accumulate(0, UntypedOps.StandardizeChange(y, r, c.Cotangent(0)));
        if (c.Cotangent(1).IsNone) return;
        Var scaled = UntypedOps.Affine(-(double)r.Shape.Count / y.Shape.Count, UntypedOps.Push(c.Cotangent(1), UntypedOps.Square(r)), 0);
        c.Accumulate(0, UntypedOps.Push(scaled, y));
    }
}
