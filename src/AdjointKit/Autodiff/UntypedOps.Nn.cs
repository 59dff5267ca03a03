using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Building blocks of networks.</content>
internal static partial class UntypedOps
{
    internal static Var Softmax(Var x, int axis) => x.Tape.Apply(Rules.Nn.Softmax.Rule, new Attributes { Axis = axis }, x);

    internal static Var LogSoftmax(Var x, int axis) => x.Tape.Apply(Rules.Nn.LogSoftmax.Rule, new Attributes { Axis = axis }, x);

    /// <summary>y (v - sum y v) for a softmax y along an axis.</summary>
    internal static Var SoftmaxChange(Var y, Var v, int axis) => v.IsNone ? default : v.Tape.Apply(Rules.Nn.SoftmaxChange.Rule, new Attributes { Axis = axis }, y, v);

    /// <summary>v - e^y sum v for a log softmax y along an axis.</summary>
    internal static Var LogSoftmaxSensitivity(Var y, Var v, int axis) => v.IsNone ? default : v.Tape.Apply(Rules.Nn.LogSoftmaxSensitivity.Rule, new Attributes { Axis = axis }, y, v);

    /// <summary>x less its mean, divided by its standard deviation, over the axes where a shape has length 1.</summary>
    internal static Var Standardize(Var x, double epsilon, in Shape shape) => x.Tape.Apply(Rules.Nn.Standardize.Rule, new Attributes { Shape = shape, Shift = epsilon }, x);

    /// <summary>r (v - mean v - y mean y v) for y and r that <see cref="Standardize"/> made.</summary>
    internal static Var StandardizeChange(Var y, Var r, Var v) => v.IsNone ? default : v.Tape.Apply(Rules.Nn.StandardizeChange.Rule, y, r, v);

    /// <summary>The mean over the axes where a shape has length 1.</summary>
    internal static Var MeanTo(Var v, in Shape shape) => v.IsNone ? v : Affine((double)shape.Count / v.Shape.Count, SumTo(v, shape), 0);
}
