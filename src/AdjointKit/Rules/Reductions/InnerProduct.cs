using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = sum conj(a) b; dy = sum conj(da) b + sum conj(a) db; abar += b conj(ybar), bbar += a ybar.</summary>
internal sealed class InnerProduct : Rule
{
    internal static readonly InnerProduct Rule = new();

    internal override string Name => "inner product";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        Var product = UntypedOps.Multiply(UntypedOps.Conjugate(inputs[0]), inputs[1]);
        outputs[0] = BatchedSums.OverMembers(product, inputs.Hidden);
    }

    internal override void Value(in RuleContext c) => c.Backend.Dot(c.X(0), c.X(1), c.NewOutput(c.X(0).ElementType, default));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Add(UntypedOps.InnerProduct(c.Tangent(0), c.Input(1)), UntypedOps.InnerProduct(c.Input(0), c.Tangent(1))));

    internal override void Adjoint(in RuleContext c)
    {
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Push(UntypedOps.Conjugate(c.Cotangent()), c.Input(1)));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Push(c.Cotangent(), c.Input(0)));
    }
}
