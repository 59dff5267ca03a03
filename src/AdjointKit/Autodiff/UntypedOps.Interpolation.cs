using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Interpolation and finite differences.</content>
internal static partial class UntypedOps
{
    /// <summary>Values at positions (along rows none on a line), or slopes: bit k asks for the slope by the k-th positions.</summary>
    internal static Var Interpolate(Var values, (Var Rows, Var Columns) positions, int slopes)
    {
        if (values.IsNone) return values;
        var attributes = new Attributes { Axis = slopes };
        return positions.Rows.IsNone
            ? values.Tape.Apply(Rules.Interpolation.Interpolate.Rule, attributes, values, positions.Columns)
            : values.Tape.Apply(Rules.Interpolation.Interpolate.Rule, attributes, values, positions.Rows, positions.Columns);
    }

    /// <summary>The adjoint of <see cref="Interpolate"/> to values of a shape.</summary>
    internal static Var Spread(Var given, (Var Rows, Var Columns) positions, int slopes, in Shape shape)
    {
        if (given.IsNone) return given;
        var attributes = new Attributes { Axis = slopes, Shape = shape };
        return positions.Rows.IsNone
            ? given.Tape.Apply(Rules.Interpolation.Spread.Rule, attributes, given, positions.Columns)
            : given.Tape.Apply(Rules.Interpolation.Spread.Rule, attributes, given, positions.Rows, positions.Columns);
    }

    internal static void RequireGrid(Var values, Var positions, int axes)
    {
        (Shape shape, ElementType type) = (values.Shape, values.ElementType);
        if (shape.Rank < axes) throw new ArgumentException($"interpolation along {axes} axes: the values have shape {shape}", nameof(values));
        if (positions.ElementType != ElementTypes.RealOf(type)) throw new ArgumentException($"interpolation of {values}: positions are real and of the same precision, not {positions}", nameof(positions));
    }

    /// <summary>A central difference (first or second derivative) of so many orders of accuracy, times a scale.</summary>
    internal static Var FiniteDifference(Var x, int axis, int derivative, int accuracy, Complex scale) => x.IsNone
        ? x
        : x.Tape.Apply(Rules.Interpolation.FiniteDifference.Rule, new Attributes { Axis = AxisOf(axis, x.Shape), Start = derivative, Step = accuracy, Scale = scale }, x);
}
