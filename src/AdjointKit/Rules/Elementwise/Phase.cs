using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = arg x of a complex x; with p = i / conj(x), dy = Re(conj(p) dx); xbar += p ybar.</summary>
internal sealed class Phase : ElementwiseRule
{
    internal static readonly Phase Rule = new();

    internal override string Name => "phase";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Phase, c.X(0), c.NewOutput(ElementTypes.RealOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Real(UntypedOps.Pull(c.Tangent(), Partial(c))));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Push(c.Cotangent(), Partial(c)));

    private static Var Partial(in RuleContext c) => UntypedOps.Affine(Complex.ImaginaryOne, UntypedOps.Reciprocal(UntypedOps.Conjugate(c.Input(0))), 0);
}
