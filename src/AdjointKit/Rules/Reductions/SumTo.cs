using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = the sum of x over the axes that y lacks or where it has length 1; dy the same of dx; xbar += ybar, broadcast.</summary>
internal sealed class SumTo : Rule
{
    internal static readonly SumTo Rule = new();

    internal override string Name => "sum";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c) => c.Backend.SumTo(c.X(0), c.NewOutput(c.X(0).ElementType, c.Attributes.Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(c.Tangent(), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.BroadcastTo(c.Cotangent(), c.X(0).Shape));
}
