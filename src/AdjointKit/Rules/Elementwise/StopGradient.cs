using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x, and no derivative passes through.</summary>
internal sealed class StopGradient : ElementwiseRule
{
    internal static readonly StopGradient Rule = new();

    internal override string Name => "stop gradient";

    internal override bool HasDerivative => false;

    internal override void Value(in RuleContext c) => c.NewOutputView(c.X(0), of: 0);

    internal override void Tangent(in RuleContext c)
    {
    }

    internal override void Adjoint(in RuleContext c)
    {
    }
}
