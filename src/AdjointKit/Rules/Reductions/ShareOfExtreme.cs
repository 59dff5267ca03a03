using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>The share of each element of x in an extreme y over the axes where y has length 1: 1, divided evenly among those that equal it. Constant between ties: no derivative.</summary>
internal sealed class ShareOfExtreme : Rule
{
    internal static readonly ShareOfExtreme Rule = new();

    internal override string Name => "share of an extreme";

    internal override bool HasDerivative => false;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Elementwise(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray extreme = c.X(1);
        UntypedArray share = c.NewOutput(x.ElementType, x.Shape);
        UntypedArray count = c.Backend.Allocate(x.ElementType, extreme.Shape, c.Tape.Compute.Memory);
        c.Backend.Binary(BinaryOp.Equal, x, extreme, share);
        c.Backend.SumTo(share, count);
        c.Backend.Binary(BinaryOp.Divide, share, count, share);
        count.Release();
    }

    internal override void Tangent(in RuleContext c) => throw new UnreachableException();

    internal override void Adjoint(in RuleContext c) => throw new UnreachableException();
}
