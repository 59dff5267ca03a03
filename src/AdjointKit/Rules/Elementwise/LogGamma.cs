using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = log |Gamma(x)|; p = psi(x).</summary>
internal sealed class LogGamma : UnaryRule
{
    internal static readonly LogGamma Rule = new();

    internal override string Name => "log gamma";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.LogGamma;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Digamma(c.Input(0));
}
