using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Convolution;

/// <summary>y = the convolution of x with a kernel (<see cref="ConvolutionShape"/>), linear in each; dy = that of dx plus that with dk. xbar += the transposed convolution of ybar with conj(k), kbar += the correlation of conj(x) and ybar.</summary>
internal sealed class Convolve : Rule
{
    internal static readonly Convolve Rule = new();

    internal override string Name => "convolution";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        if (!inputs.IsShared(1))
        {
            inputs.OneByOne(outputs);
            return;
        }

        // Members with one kernel are samples.
        Var result = UntypedOps.Convolution(inputs.Merged(0), inputs.Shared(1), inputs.Attributes.Subject!);
        outputs[0] = UntypedOps.Reshape(result, inputs.WithHidden(0, result.Shape.With(0, inputs.MemberShape(0)[0])));
    }

    internal override void Value(in RuleContext c)
    {
        var shape = (ConvolutionShape)c.Attributes.Subject!;
        UntypedArray x = c.X(0);
        UntypedArray kernel = c.X(1);
        new Convolutions(c.Backend, shape).Apply(x, kernel, c.NewOutput(x.ElementType, shape.Output(x.Shape[0])));
    }

    internal override void Tangent(in RuleContext c)
    {
        object shape = c.Attributes.Subject!;
        c.SetTangent(UntypedOps.Add(UntypedOps.Convolution(c.Tangent(0), c.Input(1), shape), UntypedOps.Convolution(c.Input(0), c.Tangent(1), shape)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        object shape = c.Attributes.Subject!;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.TransposedConvolution(c.Cotangent(), UntypedOps.Conjugate(c.Input(1)), shape));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.KernelCorrelation(UntypedOps.Conjugate(c.Input(0)), c.Cotangent(), shape));
    }
}
