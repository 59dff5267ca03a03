using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Elementwise;

/// <summary>y = x, but at least a and at most b; the derivatives go to x between the bounds and at them, to a bound beyond it.</summary>
internal sealed class Clamp : ElementwiseRule
{
    internal static readonly Clamp Rule = new();

    internal override string Name => "clamp";

    internal override Needs Needs => Needs.Inputs;

    internal override void Value(in RuleContext c)
    {
        Shape bounds = UntypedOps.BroadcastShape(c.X(1).Shape, c.X(2).Shape, Name);
        ref readonly UntypedArray y = ref c.NewOutput(c.X(0).ElementType, UntypedOps.BroadcastShape(c.X(0).Shape, bounds, Name));
        c.Backend.Binary(BinaryOp.Maximum, c.X(0), c.X(1), y);
        c.Backend.Binary(BinaryOp.Minimum, y, c.X(2), y);
    }

    internal override void Tangent(in RuleContext c)
    {
        Var sum = default(Var);
        for (int input = 0; input < 3; input++)
        {
            if (!c.Tangent(input).IsNone) sum = UntypedOps.Add(sum, UntypedOps.Push(c.Tangent(input), Partial(c, input)));
        }

        c.SetTangent(sum);
    }

    internal override void Adjoint(in RuleContext c)
    {
        for (int input = 0; input < 3; input++)
        {
            if (c.IsActive(input)) c.Accumulate(input, UntypedOps.Pull(c.Cotangent(), Partial(c, input)));
        }
    }

    /// <summary>1 where the input is what y is, 0 elsewhere. The upper bound wins where the bounds cross.</summary>
    private static Var Partial(in RuleContext c, int input)
    {
        Var x = c.Input(0);
        Var low = c.Input(1);
        Var high = c.Input(2);
        return input switch
        {
            0 => UntypedOps.Multiply(UntypedOps.GreaterOrEqual(x, low), UntypedOps.GreaterOrEqual(high, x)),
            1 => UntypedOps.Multiply(UntypedOps.Greater(low, x), UntypedOps.GreaterOrEqual(high, low)),
            _ => UntypedOps.Greater(UntypedOps.Maximum(x, low), high),
        };
    }
}
