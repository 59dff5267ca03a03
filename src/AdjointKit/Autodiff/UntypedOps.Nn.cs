using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Building blocks of networks.</content>
internal static partial class UntypedOps
{
    internal static Var Softmax(Var x, int axis) => x.Tape.Apply(Rules.Nn.Softmax.Rule, new Attributes { Axis = axis }, x);

    /// <summary>x less its mean, divided by its standard deviation, over the axes where a shape has length 1.</summary>
    internal static Var Standardize(Var x, double epsilon, in Shape shape) => x.Tape.Apply(Rules.Nn.Standardize.Rule, new Attributes { Shape = shape, Shift = epsilon }, x);
}
