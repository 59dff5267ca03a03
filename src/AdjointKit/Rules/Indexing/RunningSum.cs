using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y[k] = the sum of x[j] over j from 0 to k along an axis; dy the same of dx; xbar += the same of ybar from the end.</summary>
internal sealed class RunningSum : Rule
{
    internal static readonly RunningSum Rule = new();

    internal override string Name => "cumulative sum";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c) => c.Backend.RunningSum(c.X(0), c.Attributes.Axis, c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.RunningSum(c.Tangent(), c.Attributes.Axis));

    internal override void Adjoint(in RuleContext c)
    {
        int axis = c.Attributes.Axis;
        c.Accumulate(0, UntypedOps.Flip(UntypedOps.RunningSum(UntypedOps.Flip(c.Cotangent(), axis), axis), axis));
    }
}
