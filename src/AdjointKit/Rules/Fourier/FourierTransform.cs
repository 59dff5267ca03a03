using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Fourier;

/// <summary>
/// y = F x along the last axis or over a grid of last axes, unscaled, or y = F^-1 x, scaled by 1/N; dy the same of dx; xbar += F^H ybar = N F^-1 ybar, and for
/// the inverse xbar += F ybar / N.
/// </summary>
internal sealed class FourierTransform : Rule
{
    internal static readonly FourierTransform Forward = new(inverse: false);
    internal static readonly FourierTransform Inverse = new(inverse: true);

    private readonly bool inverse;

    private FourierTransform(bool inverse) => this.inverse = inverse;

    internal override string Name => inverse ? "inverse Fourier transform" : "Fourier transform";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        if (!x.IsContiguous)
        {
            c.Backend.Copy(x, y);
            x = y;
        }

        if (c.Attributes.Subject is FourierPlan line)
        {
            if (inverse) line.Inverse(x, y);
            else line.Forward(x, y);
        }
        else
        {
            var grid = (GridFourierPlan)c.Attributes.Subject!;
            if (inverse) grid.Inverse(x, y);
            else grid.Forward(x, y);
        }
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Fourier(c.Tangent(), c.Attributes.Subject, inverse));

    internal override void Adjoint(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        double points = Points(plan);
        c.Accumulate(0, UntypedOps.Affine(inverse ? 1 / points : points, UntypedOps.Fourier(c.Cotangent(), plan, !inverse), 0));
    }

    /// <summary>The number N of points that a plan transforms.</summary>
    internal static double Points(object plan) => plan is FourierPlan line ? line.Length : ((GridFourierPlan)plan).Grid.Count;
}
