using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>What elementwise ops of two arrays have in common: broadcasting. It is undone where sensitivities are accumulated.</summary>
internal abstract class BinaryRule : ElementwiseRule
{
    private protected abstract BinaryOp Op { get; }

    internal sealed override void Value(in RuleContext c)
    {
        ref readonly UntypedArray a = ref c.X(0);
        ref readonly UntypedArray b = ref c.X(1);
        if (a.ElementType != b.ElementType) throw DifferentPrecisions(a, b);
        c.Backend.Binary(Op, a, b, c.NewOutput(a.ElementType, a.IsShapedLike(b) ? a.Shape : UntypedOps.BroadcastShape(a.Shape, b.Shape, Name)));
    }

    /// <summary>Apart, so that an op that succeeds does not pay for the message.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ArgumentException DifferentPrecisions(in UntypedArray a, in UntypedArray b) => new($"{Name} of {a} and {b}: the precisions differ, convert one of them");
}
