using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = x repeated along axes of length 1 and axes that are missing in front; dy the same of dx; xbar += the sum of ybar over them.</summary>
internal sealed class BroadcastTo : Rule
{
    internal static readonly BroadcastTo Rule = new();

    internal override string Name => "broadcast";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) =>
        outputs[0] = UntypedOps.BroadcastTo(inputs.OfRank(inputs[0], inputs.Hidden + inputs.Attributes.Shape.Rank), inputs.WithHidden(0, inputs.Attributes.Shape));

    internal override void Value(in RuleContext c) => c.Backend.Copy(c.X(0), c.NewOutput(c.X(0).ElementType, c.Attributes.Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.BroadcastTo(c.Tangent(), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.SumTo(c.Cotangent(), c.X(0).Shape));
}
