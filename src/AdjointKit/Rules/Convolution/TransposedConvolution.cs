using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Convolution;

/// <summary>
/// x = the transpose (not conjugated) of a convolution with a kernel, applied to y, linear in each; dx = that of dy plus that with dk. ybar += the convolution of xbar with conj(k),
/// kbar += the correlation of xbar and conj(y).
/// </summary>
internal sealed class TransposedConvolution : Rule
{
    internal static readonly TransposedConvolution Rule = new();

    internal override string Name => "transposed convolution";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        if (!inputs.IsShared(1))
        {
            inputs.OneByOne(outputs);
            return;
        }

        // Members with one kernel are samples.
        Var result = UntypedOps.TransposedConvolution(inputs.Merged(0), inputs.Shared(1), inputs.Attributes.Subject!);
        outputs[0] = UntypedOps.Reshape(result, inputs.WithHidden(0, result.Shape.With(0, inputs.MemberShape(0)[0])));
    }

    internal override void Value(in RuleContext c)
    {
        var shape = (ConvolutionShape)c.Attributes.Subject!;
        UntypedArray y = c.X(0);
        UntypedArray kernel = c.X(1);
        new Convolutions(c.Backend, shape).Transposed(y, kernel, c.NewOutput(y.ElementType, shape.Input(y.Shape[0])));
    }

    internal override void Tangent(in RuleContext c)
    {
        object shape = c.Attributes.Subject!;
        c.SetTangent(UntypedOps.Add(UntypedOps.TransposedConvolution(c.Tangent(0), c.Input(1), shape), UntypedOps.TransposedConvolution(c.Input(0), c.Tangent(1), shape)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        object shape = c.Attributes.Subject!;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Convolution(c.Cotangent(), UntypedOps.Conjugate(c.Input(1)), shape));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.KernelCorrelation(c.Cotangent(), UntypedOps.Conjugate(c.Input(0)), shape));
    }
}
