using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = Im x; dy = Im dx; xbar += i ybar.</summary>
internal sealed class ImaginaryPart : ElementwiseRule
{
    internal static readonly ImaginaryPart Rule = new();

    internal override string Name => "imaginary part";

    internal override Needs Needs => Needs.Nothing;

    internal override void Value(in RuleContext c) => c.Backend.Unary(UnaryOp.Imaginary, c.X(0), c.NewOutput(ElementTypes.RealOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Imaginary(c.Tangent()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Affine(Complex.ImaginaryOne, c.Cotangent(), 0));
}
