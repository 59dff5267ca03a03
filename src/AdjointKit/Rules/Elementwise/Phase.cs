using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = arg x of a complex x; with p = i x / |x|^2, dy = Re(conj(p) dx); xbar += p ybar. Where x is 0, p is 0.</summary>
internal sealed class Phase : ElementwiseRule
{
    internal static readonly Phase Rule = new();

    internal override string Name => "phase";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Phase, c.X(0), c.NewOutput(ElementTypes.RealOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Real(UntypedOps.Pull(c.Tangent(), Partial(c))));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Push(c.Cotangent(), Partial(c)));

    private static Var Partial(in RuleContext c)
    {
        Var x = c.Input(0);
        Var inverse = UntypedOps.Reciprocal(UntypedOps.Abs(x));
        return UntypedOps.Affine(Complex.ImaginaryOne, UntypedOps.Push(UntypedOps.Push(x, inverse), inverse), 0);
    }
}
