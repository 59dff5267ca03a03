using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Fourier;

/// <summary>
/// y = the real array, n long along the last axis, of whose transform x holds the first n/2 + 1 coefficients; dy the same of dx. xbar += F ybar / N, doubled everywhere but
/// at 0 and, for even n, at n/2: the others stand for their conjugates, too.
/// </summary>
internal sealed class InverseRealFourierTransform : Rule
{
    internal static readonly InverseRealFourierTransform Rule = new();

    internal override string Name => "inverse Fourier transform to real numbers";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(ElementTypes.RealOf(x.ElementType), x.Shape.With(x.Rank - 1, c.Attributes.Step));
        UntypedArray packed = Packed.Of(c.Backend, x);
        if (plan is FourierPlan line) line.InverseReal(packed, y);
        else ((GridFourierPlan)plan).InverseReal(packed, y);
        Packed.Release(packed, x);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.InverseRealFourier(c.Tangent(), c.Attributes.Step, c.Attributes.Subject));

    internal override void Adjoint(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        double points = FourierTransform.Points(plan);
        nint length = c.Attributes.Step;
        c.Accumulate(0, UntypedOps.ScaleHalfSpectrum(UntypedOps.RealFourier(c.Cotangent(), plan), length, 1 / points, 2 / points));
    }
}
