using AdjointKit.Autodiff;

namespace AdjointKit.Loops.Steps;

/// <summary>What the rules of a loop hand to other loops: a tangent or sensitivity that is zero comes as zeros.</summary>
internal static class LoopArguments
{
    internal static Var[] Inputs(in RuleContext c, int count)
    {
        var inputs = new Var[count];
        for (int k = 0; k < count; k++) inputs[k] = c.Input(k);
        return inputs;
    }

    internal static Var[] Tangents(in RuleContext c, int first, int count)
    {
        var tangents = new Var[count];
        for (int k = 0; k < count; k++) tangents[k] = OrZeros(c.Tape, c.Tangent(first + k), c.Input(first + k));
        return tangents;
    }

    internal static Var[] Cotangents(in RuleContext c)
    {
        var cotangents = new Var[c.OutputCount];
        for (int k = 0; k < cotangents.Length; k++) cotangents[k] = OrZeros(c.Tape, c.Cotangent(k), c.Output(k));
        return cotangents;
    }

    private static Var OrZeros(Tape tape, Var x, Var like) => x.IsNone ? tape.Zeros(like.ElementType, like.Shape) : x;
}
