using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Rules.Fourier;

namespace AdjointKit.Rules.Convolution;

/// <summary>t = y, added where the largest element of x in each window stands: the adjoint of <see cref="LargestOfWindows"/>; dt the same of dy; ybar += tbar, read there.</summary>
internal sealed class PlacedInWindows : Rule
{
    internal static readonly PlacedInWindows Rule = new();

    internal override string Name => "placing in windows";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        var shape = (PoolShape)c.Attributes.Subject!;
        (UntypedArray x, UntypedArray y) = (c.X(0), c.X(1));
        UntypedArray t = c.NewOutput(y.ElementType, x.Shape);
        UntypedArray packedX = Packed.Of(c.Backend, x);
        UntypedArray packedY = Packed.Of(c.Backend, y);
        c.Backend.PlaceLargest(shape, packedX, packedY, t);
        Packed.Release(packedX, x);
        Packed.Release(packedY, y);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.PlaceLargest(c.Input(0), c.Tangent(1), c.Attributes.Subject!));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(1, UntypedOps.PickLargest(c.Input(0), c.Cotangent(), c.Attributes.Subject!));
}
