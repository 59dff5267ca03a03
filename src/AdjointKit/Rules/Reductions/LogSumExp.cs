using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Reductions;

/// <summary>
/// y = log sum exp x over the axes where y has length 1, the largest element taken out of the sum; with w = exp(x - y), dy = sum w dx; xbar += w ybar. Where all x are
/// -infinity y is too, and w is 0.
/// </summary>
internal sealed class LogSumExp : Rule
{
    internal static readonly LogSumExp Rule = new();

    internal override string Name => "log sum exp";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c) => c.Backend.LogSumExp(c.X(0), c.NewOutput(c.X(0).ElementType, c.Attributes.Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Push(c.Tangent(), Weights(c)), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Pull(c.Cotangent(), Weights(c)));

    private static Var Weights(in RuleContext c) => UntypedOps.ExpOfDifference(c.Input(0), c.Output());
}
