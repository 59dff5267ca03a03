using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>What elementwise ops of two arrays have in common: broadcasting. It is undone where sensitivities are accumulated.</summary>
internal abstract class BinaryRule : Rule
{
    private protected abstract BinaryOp Op { get; }

    internal sealed override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        UntypedArray b = c.X(1);
        if (a.ElementType != b.ElementType) throw new ArgumentException($"{Name} of {a} and {b}: the precisions differ, convert one of them", nameof(c));
        c.Backend.Binary(Op, a, b, c.NewOutput(a.ElementType, UntypedOps.BroadcastShape(a.Shape, b.Shape, Name)));
    }
}
