using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Fourier;

/// <summary>
/// y = the first n/2 + 1 coefficients along the last axis of the transform of a real x; dy the same of dx. A coefficient that stands for its conjugate, too, would be counted twice by the
/// inverse: xbar += N F^-1 of ybar, halved everywhere but at 0 and, for even n, at n/2.
/// </summary>
internal sealed class RealFourierTransform : Rule
{
    internal static readonly RealFourierTransform Rule = new();

    internal override string Name => "Fourier transform of real numbers";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(ElementTypes.ComplexOf(x.ElementType), x.Shape.With(x.Rank - 1, (x.Shape[-1] / 2) + 1));
        UntypedArray packed = Packed.Of(c.Backend, x);
        if (plan is FourierPlan line) line.ForwardReal(packed, y);
        else ((GridFourierPlan)plan).ForwardReal(packed, y);
        Packed.Release(packed, x);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.RealFourier(c.Tangent(), c.Attributes.Subject));

    internal override void Adjoint(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        double points = FourierTransform.Points(plan);
        nint length = c.X(0).Shape[-1];
        c.Accumulate(0, UntypedOps.InverseRealFourier(UntypedOps.ScaleHalfSpectrum(c.Cotangent(), length, points, points / 2), length, plan));
    }
}
