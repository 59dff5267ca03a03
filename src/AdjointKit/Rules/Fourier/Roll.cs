using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Fourier;

/// <summary>y[i + shift] = x[i] along an axis, what leaves at the end coming in at the start; dy the same of dx; xbar += ybar, shifted back.</summary>
internal sealed class Roll : Rule
{
    internal static readonly Roll Rule = new();

    internal override string Name => "roll";

    internal override void Value(in RuleContext c)
    {
        Attributes a = c.Attributes;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        nint stay = x.Shape[a.Axis] - a.Start;
        c.Backend.Copy(x.Slice(a.Axis, 0, stay, 1), y.Slice(a.Axis, a.Start, stay, 1));
        c.Backend.Copy(x.Slice(a.Axis, stay, a.Start, 1), y.Slice(a.Axis, 0, a.Start, 1));
    }

    internal override void Tangent(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.SetTangent(UntypedOps.Roll(c.Tangent(), a.Start, a.Axis));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.Accumulate(0, UntypedOps.Roll(c.Cotangent(), -a.Start, a.Axis));
    }
}
