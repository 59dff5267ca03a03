using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = exp(a - b), b broadcast to a; dy = y (da - db); abar += y ybar, bbar -= y ybar. Where b is -infinity y is 0.</summary>
internal sealed class ExpOfDifference : Rule
{
    internal static readonly ExpOfDifference Rule = new();

    internal override string Name => "exp of a difference";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Elementwise(outputs);

    internal override void Value(in RuleContext c) => c.Backend.Binary(BinaryOp.ExpOfDifference, c.X(0), c.X(1), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(UntypedOps.Add(UntypedOps.Push(c.Tangent(0), c.Output()), UntypedOps.Affine(-1, UntypedOps.Push(c.Tangent(1), c.Output()), 0)));

    internal override void Adjoint(in RuleContext c)
    {
        Var pulled = UntypedOps.Pull(c.Cotangent(), c.Output());
        c.Accumulate(0, pulled);
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, pulled, 0));
    }
}
