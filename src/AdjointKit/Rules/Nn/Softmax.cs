using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Nn;

/// <summary>y = exp x / sum exp x along an axis, the largest element taken out; dy = y (dx - sum y dx); xbar += y (ybar - sum y ybar).</summary>
internal sealed class Softmax : Rule
{
    internal static readonly Softmax Rule = new();

    internal override string Name => "softmax";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        if (x.Count == 0) return;
        UntypedArray lines = c.Backend.Allocate(x.ElementType, x.Shape.With(c.Attributes.Axis, 1), c.Tape.Compute.Memory);
        c.Backend.ReduceTo(ReductionOp.Largest, x, lines);
        c.Backend.Binary(BinaryOp.ExpOfDifference, x, lines, y);
        c.Backend.SumTo(y, lines);
        c.Backend.Binary(BinaryOp.Divide, y, lines, y);
        lines.Release();
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(Centred(c, UntypedOps.Push(c.Tangent(), c.Output())));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, Centred(c, UntypedOps.Pull(c.Cotangent(), c.Output())));

    /// <summary>v - y sum v for a change v that y was multiplied to.</summary>
    private static Var Centred(in RuleContext c, Var weighted)
    {
        Var sum = UntypedOps.SumTo(weighted, weighted.Shape.With(c.Attributes.Axis, 1));
        return UntypedOps.Subtract(weighted, UntypedOps.Push(sum, c.Output()));
    }
}
