using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>Functions of one array that are constant but for steps: floor, round, sign and the like. No derivative passes through them.</summary>
internal sealed class StepFunction(UnaryOp op, string name) : ElementwiseRule
{
    internal static readonly StepFunction Floor = new(UnaryOp.Floor, "floor");
    internal static readonly StepFunction Ceiling = new(UnaryOp.Ceiling, "ceiling");
    internal static readonly StepFunction Round = new(UnaryOp.Round, "round");
    internal static readonly StepFunction Truncate = new(UnaryOp.Truncate, "truncate");
    internal static readonly StepFunction Sign = new(UnaryOp.Sign, "sign");

    internal override string Name => name;

    internal override bool HasDerivative => false;

    internal override void Value(in RuleContext c) => c.Backend.Unary(op, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c)
    {
    }

    internal override void Adjoint(in RuleContext c)
    {
    }
}
