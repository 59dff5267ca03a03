using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>
/// y = s r x, r real, x complex, s a number; the strong factor, which an attribute names, is the one that is a sensitivity. dy = s dr x + s r dx; xbar += conj(s) r ybar, rbar += Re(conj(s) conj(x) ybar): the neighbour of <see cref="RealOfPull"/>, whose
/// derivatives are of this kind.
/// </summary>
internal sealed class RealTimes : ElementwiseRule
{
    internal static readonly RealTimes Rule = new();

    internal override string Name => "real times complex";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        (UntypedArray r, UntypedArray x) = (c.X(0), c.X(1));
        Shape shape = UntypedOps.BroadcastShape(r.Shape, x.Shape, Name);
        c.Backend.RealTimes(c.Attributes.Scale, r, x, c.Tape.KeepsNaN ? StrongFactor.None : (StrongFactor)(int)c.Attributes.Shift.Real, c.NewOutput(x.ElementType, shape));
    }

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(UntypedOps.Add(UntypedOps.RealTimes(c.Attributes.Scale, c.Tangent(0), c.Input(1)), UntypedOps.RealTimes(c.Attributes.Scale, c.Input(0), c.Tangent(1), StrongFactor.Second)));

    internal override void Adjoint(in RuleContext c)
    {
        Complex conjugate = Complex.Conjugate(c.Attributes.Scale);
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.RealOfPull(conjugate, c.Input(1), c.Cotangent()));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.RealTimes(conjugate, c.Input(0), c.Cotangent(), StrongFactor.Second));
    }
}
