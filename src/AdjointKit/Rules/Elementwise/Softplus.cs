using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = log(1 + e^x); p = 1 / (1 + e^-x).</summary>
internal sealed class Softplus : UnaryRule
{
    internal static readonly Softplus Rule = new();

    internal override string Name => "softplus";

    internal override Needs Needs => Needs.Inputs;

    private protected override UnaryOp Op => UnaryOp.Softplus;

    private protected override Var Partial(in RuleContext c) => UntypedOps.Sigmoid(c.Input(0));
}
