using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = erf x; dy = 2/sqrt(pi) e^(-x^2) dx; xbar += 2/sqrt(pi) e^(-x^2) ybar.</summary>
internal sealed class Erf : ElementwiseRule
{
    internal static readonly Erf Rule = new();

    internal override string Name => "erf";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Erf, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Push(c.Tangent(), Partial(c)));

    internal override void Adjoint(in RuleContext c) => c.Pull(0, Partial(c));

    private static Var Partial(in RuleContext c) => UntypedOps.Affine(1.1283791670955126, UntypedOps.Exp(UntypedOps.Affine(-1, UntypedOps.Square(c.Input(0)), 0)), 0);
}
