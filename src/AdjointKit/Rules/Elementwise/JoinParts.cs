using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = a + i b for real a and b; dy = da + i db; abar += Re ybar, bbar += Im ybar.</summary>
internal sealed class JoinParts : ElementwiseRule
{
    internal static readonly JoinParts Rule = new();

    internal override string Name => "complex from its parts";

    internal override void Value(in RuleContext c)
    {
        if (c.X(0).ElementType != c.X(1).ElementType) throw new ArgumentException($"{Name} {c.X(0)} and {c.X(1)}: the precisions differ, convert one of them");
        Shape shape = UntypedOps.BroadcastShape(c.X(0).Shape, c.X(1).Shape, Name);
        ref readonly UntypedArray y = ref c.NewOutput(ElementTypes.ComplexOf(c.X(0).ElementType), shape);
        c.Backend.Copy(c.X(0), y.RealParts);
        c.Backend.Copy(c.X(1), y.ImaginaryParts);
    }

    internal override void Tangent(in RuleContext c)
    {
        Var imaginary = UntypedOps.Affine(Complex.ImaginaryOne, c.Tangent(1), 0);
        c.SetTangent(UntypedOps.Add(UntypedOps.ToComplex(c.Tangent(0)), imaginary));
    }

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Real(c.Cotangent()));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Imaginary(c.Cotangent()));
    }
}
