using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = e^(i x) for a real x; dy = i dx y; xbar += Im(conj(y) ybar).</summary>
internal sealed class UnitPhasor : ElementwiseRule
{
    internal static readonly UnitPhasor Rule = new();

    internal override string Name => "unit phasor";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c) => c.Backend.UnitPhasor(c.X(0), c.NewOutput(ElementTypes.ComplexOf(c.X(0).ElementType), c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.RealTimes(Complex.ImaginaryOne, c.Tangent(), c.Output()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.RealOfPull(-Complex.ImaginaryOne, c.Output(), c.Cotangent()));
}
