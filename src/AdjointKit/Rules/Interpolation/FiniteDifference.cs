using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Interpolation;

/// <summary>
/// y = a central difference of x along an axis, times a scale, elements beyond the ends counted as zeros: first derivatives are antisymmetric, second ones symmetric.
/// dy the same of dx; xbar += the same of ybar, its sign turned for a first derivative.
/// </summary>
internal sealed class FiniteDifference : Rule
{
    internal static readonly FiniteDifference Rule = new();

    internal override string Name => "finite difference";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        Attributes a = c.Attributes;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        bool second = a.Start == 2;
        nint radius = a.Step / 2;
        nint length = x.Shape[a.Axis];
        if (second) c.Backend.Affine(a.Scale * CentralStencil.Middle(radius), x, 0, y);
        else c.Backend.Fill(y, 0);
        for (nint step = 1; step <= Math.Min(radius, length - 1); step++)
        {
            double weight = second ? CentralStencil.Second(step, radius) : CentralStencil.First(step, radius);
            c.Backend.AddScaled(a.Scale * weight, x.Slice(a.Axis, step, length - step, 1), y.Slice(a.Axis, 0, length - step, 1));
            c.Backend.AddScaled(a.Scale * (second ? weight : -weight), x.Slice(a.Axis, 0, length - step, 1), y.Slice(a.Axis, step, length - step, 1));
        }
    }

    internal override void Tangent(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.SetTangent(UntypedOps.FiniteDifference(c.Tangent(), a.Axis, (int)a.Start, (int)a.Step, a.Scale));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Attributes a = c.Attributes;
        c.Accumulate(0, UntypedOps.FiniteDifference(c.Cotangent(), a.Axis, (int)a.Start, (int)a.Step, a.Start == 1 ? -a.Scale : a.Scale));
    }
}
