using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>Comparisons: 1 where they hold, 0 elsewhere. No derivative passes through them.</summary>
internal sealed class Comparison : BinaryRule
{
    internal static readonly Comparison Greater = new(BinaryOp.Greater, "greater");
    internal static readonly Comparison GreaterOrEqual = new(BinaryOp.GreaterOrEqual, "greater or equal");
    internal static readonly Comparison Equal = new(BinaryOp.Equal, "equal");
    internal static readonly Comparison NotEqual = new(BinaryOp.NotEqual, "not equal");

    private readonly string name;

    private Comparison(BinaryOp op, string name)
    {
        Op = op;
        this.name = name;
    }

    internal override string Name => name;

    internal override bool HasDerivative => false;

    private protected override BinaryOp Op { get; }

    internal override void Tangent(in RuleContext c)
    {
    }

    internal override void Adjoint(in RuleContext c)
    {
    }
}
