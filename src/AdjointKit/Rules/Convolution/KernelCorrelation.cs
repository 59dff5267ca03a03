using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Convolution;

/// <summary>
/// k = the transpose (not conjugated) of a convolution as a map of its kernel: the correlation of x and y, summed over the samples, linear in each; dk = that of dx plus that of dy.
/// xbar += the transposed convolution of conj(y) with kbar, ybar += the convolution of conj(x) with kbar.
/// </summary>
internal sealed class KernelCorrelation : Rule
{
    internal static readonly KernelCorrelation Rule = new();

    internal override string Name => "correlation to a kernel";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        var shape = (ConvolutionShape)c.Attributes.Subject!;
        UntypedArray x = c.X(0);
        UntypedArray y = c.X(1);
        new Convolutions(c.Backend, shape).Kernel(x, y, c.NewOutput(x.ElementType, shape.Kernel));
    }

    internal override void Tangent(in RuleContext c)
    {
        object shape = c.Attributes.Subject!;
        c.SetTangent(UntypedOps.Add(UntypedOps.KernelCorrelation(c.Tangent(0), c.Input(1), shape), UntypedOps.KernelCorrelation(c.Input(0), c.Tangent(1), shape)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        object shape = c.Attributes.Subject!;
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.TransposedConvolution(UntypedOps.Conjugate(c.Input(1)), c.Cotangent(), shape));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Convolution(UntypedOps.Conjugate(c.Input(0)), c.Cotangent(), shape));
    }
}
