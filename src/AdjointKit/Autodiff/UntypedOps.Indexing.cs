using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Shapes, views and places.</content>
internal static partial class UntypedOps
{
    internal static Var Reshape(Var x, in Shape shape) => x.IsNone || x.Shape == shape ? x : x.Tape.Apply(Rules.Indexing.Reshape.Rule, new Attributes { Shape = shape }, x);

    internal static Var Slice(Var x, int axis, nint start, nint count, nint step) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.Slice.Rule, new Attributes { Axis = axis < 0 ? axis + x.Shape.Rank : axis, Start = start, Step = step, Shape = x.Shape.With(axis < 0 ? axis + x.Shape.Rank : axis, count) }, x);

    /// <summary>Zeros of a shape with x in a slice of them: the adjoint of <see cref="Slice"/>.</summary>
    internal static Var Embed(Var x, int axis, nint start, nint step, in Shape shape) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Indexing.Embed.Rule, new Attributes { Axis = axis, Start = start, Step = step, Shape = shape }, x);

    internal static Var Transpose(Var x, in AxisOrder order) => x.IsNone || order.IsIdentity ? x : x.Tape.Apply(Rules.Indexing.Transpose.Rule, new Attributes { Order = order }, x);
}
