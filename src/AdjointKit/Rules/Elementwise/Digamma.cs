using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = psi(x); p = psi'(x).</summary>
internal sealed class Digamma : UnaryRule
{
    internal static readonly Digamma Rule = new();

    internal override string Name => "digamma";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Digamma;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Trigamma(c.Input(0));
}
