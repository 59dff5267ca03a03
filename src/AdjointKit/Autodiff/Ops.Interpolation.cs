using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Interpolation and finite differences.</content>
public static partial class Ops
{
    private const int MostAccuracy = 16;

    /// <summary>
    /// Values along the last axis at positions, linearly between points; differentiable by values and positions. Beyond the ends the last value holds, with slope 0; at a point the slope is that to its right.
    /// </summary>
    /// <param name="values">[..., n], real or complex.</param>
    /// <param name="positions">Positions in units of points, 0 to n - 1, of any shape. The result has the axes of the values in front, then these.</param>
    public static Var<TValue> Interpolate<TValue, TReal>(Var<TValue> values, Var<TReal> positions)
        where TValue : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        UntypedOps.RequireGrid(values, positions, 1);
        return new(UntypedOps.Interpolate(values, (default, positions), slopes: 0));
    }

    /// <summary>Values of planes (the last two axes) at positions, bilinearly between points; differentiable by values and positions. Outside, the nearest point of the border counts, with slope 0 across it.</summary>
    /// <param name="values">[..., rows, columns], real or complex.</param>
    /// <param name="rows">Positions along the rows' axis in units of points, of any shape.</param>
    /// <param name="columns">Positions along the last axis, of the same shape. The result has the axes of the values in front, then these.</param>
    public static Var<TValue> Interpolate<TValue, TReal>(Var<TValue> values, Var<TReal> rows, Var<TReal> columns)
        where TValue : unmanaged
        where TReal : unmanaged, IFloatingPointIeee754<TReal>
    {
        UntypedOps.RequireGrid(values, columns, 2);
        if (rows.Shape != columns.Shape) throw new ArgumentException($"interpolation in a plane: positions of shapes {rows.Shape} and {columns.Shape} must have one shape", nameof(rows));
        return new(UntypedOps.Interpolate(values, (rows, columns), slopes: 0));
    }

    /// <summary>A derivative along an axis by central differences, elements beyond the ends counted as zeros.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="derivative">1 or 2.</param>
    /// <param name="accuracy">The order of accuracy: even, 2 to 16. As many points are read beside the middle.</param>
    /// <param name="spacing">The distance between samples.</param>
    public static Var<T> FiniteDifference<T>(Var<T> x, int axis = -1, int derivative = 1, int accuracy = 2, double spacing = 1)
        where T : unmanaged
    {
        if (derivative is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(derivative), derivative, "a finite difference is a first or a second derivative: apply it again for higher ones");
        if (accuracy < 2 || accuracy > MostAccuracy || accuracy % 2 != 0) throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, $"central differences have an even order of accuracy from 2 to {MostAccuracy}");
        if (!(spacing > 0) || !double.IsFinite(spacing)) throw new ArgumentOutOfRangeException(nameof(spacing), spacing, "the distance between samples must be positive");
        return new(UntypedOps.FiniteDifference(x, axis, derivative, accuracy, 1 / (derivative == 1 ? spacing : spacing * spacing)));
    }

    /// <summary>The sum of the second derivatives along all axes by central differences, elements beyond the ends counted as zeros.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="accuracy">The order of accuracy: even, 2 to 16.</param>
    /// <param name="spacings">The distances between samples: one for all axes, or one per axis; 1 if not given.</param>
    public static Var<T> Laplacian<T>(Var<T> x, int accuracy = 2, params ReadOnlySpan<double> spacings)
        where T : unmanaged
    {
        int rank = x.Shape.Rank;
        if (rank == 0) throw new ArgumentException("a Laplacian needs an axis, and a number has none", nameof(x));
        if (spacings.Length > 1 && spacings.Length != rank) throw new ArgumentException($"{spacings.Length} distances do not fit an array of shape {x.Shape}: one for all axes, or one per axis", nameof(spacings));
        Var sum = default;
        for (int axis = 0; axis < rank; axis++)
        {
            double spacing = spacings.Length == 0 ? 1 : spacings[spacings.Length == 1 ? 0 : axis];
            sum = UntypedOps.Add(sum, FiniteDifference(x, axis, 2, accuracy, spacing));
        }

        return new(sum);
    }
}
