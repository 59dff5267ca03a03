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

    /// <summary>The soft threshold of v by theta along the last axis, of which so many of the largest magnitudes of each line pass as they are where they are above theta.</summary>
    internal static Var SupportThreshold(Var v, Var theta, nint passing)
    {
        if (ElementTypes.IsComplex(v.ElementType)) throw new NotSupportedException("a support is selected among real numbers: take the soft threshold of complex ones");
        Shape lines = v.Shape.With(v.Shape.Rank - 1, 1);
        if (BroadcastShape(lines, theta.Shape, nameof(Ops.SupportThreshold)) != lines) throw new ArgumentException($"a threshold of shape {theta.Shape} is not one number for each line of {v.Shape}: it is broadcast to {lines}", nameof(theta));
        if (passing < 0 || passing >= v.Shape[-1]) throw new ArgumentOutOfRangeException(nameof(passing), passing, $"of lines of {v.Shape[-1]} numbers 0 to {v.Shape[-1] - 1} may pass the threshold as they are");
        if (v.ElementType != theta.ElementType) (v, theta) = Promote(v, theta);
        return v.Tape.Apply(Rules.Nn.SupportThreshold.Rule, new Attributes { Start = passing }, v, theta);
    }
}
