using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = s x + t for numbers s and t; dy = s dx; xbar += conj(s) ybar. Negation and scaling are cases of it.</summary>
internal sealed class Affine : ElementwiseRule
{
    internal static readonly Affine Rule = new();

    internal override string Name => "scale and shift";

    internal override void Value(in RuleContext c) => c.Backend.Affine(c.Attributes.Scale, c.X(0), c.Attributes.Shift, c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Affine(c.Attributes.Scale, c.Tangent(), 0));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Affine(Complex.Conjugate(c.Attributes.Scale), c.Cotangent(), 0));
}
