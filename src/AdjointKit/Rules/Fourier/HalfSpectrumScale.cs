using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Fourier;

/// <summary>
/// y = x times one real number at coefficient 0 of the last axis and, for an even length n of what was transformed, at n/2, and times another one between; dy the same of dx, xbar the same
/// of ybar.
/// </summary>
internal sealed class HalfSpectrumScale : Rule
{
    internal static readonly HalfSpectrumScale Rule = new();

    internal override string Name => "scaling of half a spectrum";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        Attributes a = c.Attributes;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        nint between = (a.Step - 1) / 2;
        c.Backend.Affine(a.Scale, x.Slice(-1, 0, 1, 1), 0, y.Slice(-1, 0, 1, 1));
        if (between > 0) c.Backend.Affine(a.Shift, x.Slice(-1, 1, between, 1), 0, y.Slice(-1, 1, between, 1));
        if (a.Step % 2 == 0) c.Backend.Affine(a.Scale, x.Slice(-1, between + 1, 1, 1), 0, y.Slice(-1, between + 1, 1, 1));
    }

    internal override void Tangent(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.SetTangent(UntypedOps.ScaleHalfSpectrum(c.Tangent(), a.Step, a.Scale, a.Shift));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.Accumulate(0, UntypedOps.ScaleHalfSpectrum(c.Cotangent(), a.Step, a.Scale, a.Shift));
    }
}
