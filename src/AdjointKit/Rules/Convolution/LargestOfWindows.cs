using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Rules.Fourier;

namespace AdjointKit.Rules.Convolution;

/// <summary>y[window] = t where the largest element of x in the window stands (of equal ones the first), linear in t; dy the same of dt; tbar += ybar, placed there. With t = x it is the largest element itself.</summary>
internal sealed class LargestOfWindows : Rule
{
    internal static readonly LargestOfWindows Rule = new();

    internal override string Name => "largest of windows";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        var shape = (PoolShape)c.Attributes.Subject!;
        (UntypedArray x, UntypedArray t) = (c.X(0), c.X(1));
        UntypedArray y = c.NewOutput(t.ElementType, shape.Output(x.Shape));
        UntypedArray packedX = Packed.Of(c.Backend, x);
        UntypedArray packedT = Packed.Of(c.Backend, t);
        c.Backend.PickLargest(shape, packedX, packedT, y);
        Packed.Release(packedX, x);
        Packed.Release(packedT, t);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.PickLargest(c.Input(0), c.Tangent(1), c.Attributes.Subject!));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(1, UntypedOps.PlaceLargest(c.Input(0), c.Cotangent(), c.Attributes.Subject!));
}
