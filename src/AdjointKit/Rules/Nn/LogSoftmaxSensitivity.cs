using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Nn;

/// <summary>z = v - e^y sum v along an axis, y being a log softmax; dz = dv - e^y sum dv - dy e^y sum v; vbar += zbar - sum e^y zbar, ybar -= zbar e^y sum v.</summary>
internal sealed class LogSoftmaxSensitivity : Rule
{
    internal static readonly LogSoftmaxSensitivity Rule = new();

    internal override string Name => "sensitivity of a log softmax";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray y = c.X(0);
        c.Backend.LogSoftmaxSensitivity(y, c.X(1), y.Shape.With(c.Attributes.Axis, 1), c.NewOutput(y.ElementType, y.Shape));
    }

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(UntypedOps.Subtract(UntypedOps.LogSoftmaxSensitivity(c.Input(0), c.Tangent(1), c.Attributes.Axis), UntypedOps.Push(c.Tangent(0), Taken(c))));

    internal override void Adjoint(in RuleContext c)
    {
        Var zbar = c.Cotangent();
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Subtract(zbar, Sum(c, UntypedOps.Pull(zbar, UntypedOps.Exp(c.Input(0))))));
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Affine(-1, UntypedOps.Pull(zbar, Taken(c)), 0));
    }

    /// <summary>e^y sum v.</summary>
    private static Var Taken(in RuleContext c) => UntypedOps.Push(Sum(c, c.Input(1)), UntypedOps.Exp(c.Input(0)));

    private static Var Sum(in RuleContext c, Var v) => UntypedOps.SumTo(v, c.X(0).Shape.With(c.Attributes.Axis, 1));
}
