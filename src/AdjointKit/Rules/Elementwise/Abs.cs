using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = |x|; dy = Re(conj(x / |x|) dx); xbar += x / |x| ybar. Where x is 0 both are 0.</summary>
internal sealed class Abs : ElementwiseRule
{
    internal static readonly Abs Rule = new();

    internal override string Name => "magnitude";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Abs, c.X(0), c.NewOutput(ElementTypes.RealOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Real(UntypedOps.Pull(c.Tangent(), Direction(c))));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Push(c.Cotangent(), Direction(c)));

    private static Var Direction(in RuleContext c) => UntypedOps.Push(c.Input(0), UntypedOps.Reciprocal(c.Output()));
}
