using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x^(-1/2); p = -y^3 / 2.</summary>
internal sealed class ReciprocalSqrt : UnaryRule
{
    internal static readonly ReciprocalSqrt Rule = new();

    internal override string Name => "reciprocal sqrt";

    internal override Needs Needs => Needs.Outputs;

    private protected override UnaryOp Op => UnaryOp.ReciprocalSqrt;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Affine(-0.5, UntypedOps.Multiply(UntypedOps.Square(c.Output()), c.Output()), 0);
}
