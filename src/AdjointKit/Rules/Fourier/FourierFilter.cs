using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Fourier;

/// <summary>
/// y = F^-1 (H F x) over a grid of last axes, H one transfer function for all grids, or the same with conj(H); dy = F^-1 (H F dx) + F^-1 (dH F x). xbar += F^-1 (conj(H) F ybar) and
/// Hbar += conj(F x) F ybar / N, summed over the grids; with conj(H) these are F^-1 (H F ybar) and F x conj(F ybar) / N.
/// </summary>
internal sealed class FourierFilter : Rule
{
    internal static readonly FourierFilter Plain = new(conjugate: false);
    internal static readonly FourierFilter Conjugated = new(conjugate: true);

    private readonly bool conjugate;

    private FourierFilter(bool conjugate) => this.conjugate = conjugate;

    internal override string Name => "Fourier filter";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        if (inputs.IsShared(1)) outputs[0] = UntypedOps.FourierFilter(inputs[0], inputs.Shared(1), inputs.Attributes.Subject, conjugate);
        else inputs.OneByOne(outputs);
    }

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray transfer = c.X(1);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        if (!x.IsContiguous)
        {
            c.Backend.Copy(x, y);
            x = y;
        }

        UntypedArray packed = Packed.Of(c.Backend, transfer);
        ((GridFourierPlan)c.Attributes.Subject!).Filter(x, packed, conjugate, y);
        Packed.Release(packed, transfer);
    }

    internal override void Tangent(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        c.SetTangent(UntypedOps.Add(UntypedOps.FourierFilter(c.Tangent(0), c.Input(1), plan, conjugate), UntypedOps.FourierFilter(c.Input(0), c.Tangent(1), plan, conjugate)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        object plan = c.Attributes.Subject!;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.FourierFilter(c.Cotangent(), c.Input(1), plan, !conjugate));
        if (!c.IsActive(1)) return;
        Var spectrum = UntypedOps.Fourier(c.Input(0), plan, inverse: false);
        Var sensitivity = UntypedOps.Affine(1 / FourierTransform.Points(plan), UntypedOps.Fourier(c.Cotangent(), plan, inverse: false), 0);
        c.Accumulate(1, conjugate ? UntypedOps.Push(UntypedOps.Conjugate(sensitivity), spectrum) : UntypedOps.Pull(sensitivity, spectrum));
    }
}
