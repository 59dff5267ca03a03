using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>
/// y = Re(s conj(a) b), s a number; zero where b is. dy = Re(s conj(da) b) + Re(s conj(a) db); abar += s ybar b, bbar += conj(s) ybar a: what comes back to a real number that a complex one
/// was multiplied by (<see cref="RealTimes"/>), or to a phase.
/// </summary>
internal sealed class RealOfPull : ElementwiseRule
{
    internal static readonly RealOfPull Rule = new();

    internal override string Name => "real part of a product";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        (UntypedArray a, UntypedArray b) = (c.X(0), c.X(1));
        Shape shape = UntypedOps.BroadcastShape(a.Shape, b.Shape, Name);
        c.Backend.RealOfPull(c.Attributes.Scale, a, b, isStrong: !c.Tape.KeepsNaN, c.NewOutput(ElementTypes.RealOf(a.ElementType), shape));
    }

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(UntypedOps.Add(UntypedOps.RealOfPull(c.Attributes.Scale, c.Tangent(0), c.Input(1)), UntypedOps.RealOfPull(c.Attributes.Scale, c.Input(0), c.Tangent(1))));

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.RealTimes(c.Attributes.Scale, c.Cotangent(), c.Input(1)));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.RealTimes(Complex.Conjugate(c.Attributes.Scale), c.Cotangent(), c.Input(0)));
    }
}
