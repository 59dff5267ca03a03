using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>Where the largest (smallest) element of x stands over the axes where y has length 1: numbers, which have no derivative.</summary>
internal sealed class Locate : Rule
{
    internal static readonly Locate Largest = new(ExtremeOp.Largest);
    internal static readonly Locate Smallest = new(ExtremeOp.Smallest);

    private readonly ExtremeOp op;

    private Locate(ExtremeOp op) => this.op = op;

    internal override string Name => op == ExtremeOp.Largest ? "place of the largest" : "place of the smallest";

    internal override bool HasDerivative => false;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c) => c.Backend.Locate(op, c.X(0), c.NewOutput(ElementType.Int64, c.Attributes.Shape).As<long>());

    internal override void Tangent(in RuleContext c) => throw new UnreachableException();

    internal override void Adjoint(in RuleContext c) => throw new UnreachableException();
}
