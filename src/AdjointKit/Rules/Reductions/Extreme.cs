using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = the largest (smallest) of x over the axes where y has length 1; with the share w of each element, 1 among those equal to y divided evenly: dy = sum w dx; xbar += w ybar.</summary>
internal sealed class Extreme : Rule
{
    internal static readonly Extreme Largest = new(ReductionOp.Largest);
    internal static readonly Extreme Smallest = new(ReductionOp.Smallest);

    private readonly ReductionOp op;

    private Extreme(ReductionOp op) => this.op = op;

    internal override string Name => op == ReductionOp.Largest ? "largest" : "smallest";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c) => c.Backend.ReduceTo(op, c.X(0), c.NewOutput(c.X(0).ElementType, c.Attributes.Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Push(c.Tangent(), Share(c)), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Pull(c.Cotangent(), Share(c)));

    private static Var Share(in RuleContext c) => UntypedOps.ShareOfExtreme(c.Input(0), c.Output());
}
