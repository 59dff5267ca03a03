using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Tests.Rules;

/// <content>Interpolation and finite differences. Positions stay clear of points, where slopes jump.</content>
internal static partial class Programs
{
    private static readonly RealProgram[] RealInterpolation =
    [
        new("interpolation on a line", x => Ops.Interpolate(x, Offset(x, 6) + (0.2 * Ops.Slice(x, 0, 0, 6)))),
        new("interpolation on lines side by side", x => Ops.Interpolate(Ops.Transpose(Ops.Reshape(x, 4, 3)), Ops.Reshape(Offset(x, 6) * 0.3, 2, 3) + (0.01 * Ops.Reshape(Ops.Slice(x, 0, 0, 6), 2, 3)))),
        new("interpolation at constant positions", x => Ops.Square(Ops.Interpolate(Ops.Reshape(x, 2, 6), Offset(x, 4)))),
        new("interpolation in planes at constant positions", x => Ops.Square(Ops.Interpolate(Ops.Reshape(x, 2, 2, 3), Offset(x, 2) * 0.7, Offset(x, 2) * 0.9))),
        new("interpolation outside", x => Ops.Square(Ops.Interpolate(x, (Ops.Slice(x, 0, 0, 4) * 3) - 5)) * Ops.Interpolate(x, Ops.Slice(x, 0, 0, 4) + 20)),
        new("interpolation in a plane", x => Ops.Interpolate(Ops.Reshape(x, 3, 4), (Offset(x, 3) * 0.4) + (0.1 * Ops.Slice(x, 0, 0, 3)), (Offset(x, 3) * 0.9) + (0.1 * Ops.Slice(x, 0, 6, 3)))),
        new("interpolation in planes", x => Ops.Interpolate(Ops.Reshape(Ops.Sin(x), 2, 3, 2), (Offset(x, 3) * 0.4) + (0.1 * Ops.Slice(x, 0, 0, 3)), 0.2 + (0.5 * Ops.Slice(x, 0, 6, 3)))),
        new("first derivative", x => Ops.Square(Ops.FiniteDifference(x, spacing: 0.5))),
        new("first derivative of high order, longer than the axis", x => Ops.Square(Ops.FiniteDifference(Ops.Reshape(x, 3, 4), 0, accuracy: 8))),
        new("second derivative", x => Ops.Square(Ops.FiniteDifference(Ops.Reshape(x, 3, 4), 1, 2, 4, 2))),
        new("Laplacian", x => Ops.Square(Ops.Laplacian(Ops.Reshape(x, 3, 4), 4, 1, 0.5))),
    ];

    private static readonly ComplexProgram[] ComplexInterpolation =
    [
        new("interpolation on a line", z => Ops.Interpolate(z, Offset(Ops.Real(z), 6) + (0.2 * Ops.Real(Ops.Slice(z, 0, 0, 6))))),
        new("interpolation in a plane", z => Ops.Interpolate(Ops.Square(Ops.Reshape(z, 3, 4)), (Offset(Ops.Real(z), 3) * 0.4) + (0.1 * Ops.Real(Ops.Slice(z, 0, 0, 3))), (Offset(Ops.Real(z), 3) * 0.9) + (0.1 * Ops.Real(Ops.Slice(z, 0, 6, 3))))),
        new("first and second derivatives", z => Ops.FiniteDifference(Ops.Square(z), accuracy: 4) * Ops.FiniteDifference(z, derivative: 2)),
    ];

    /// <summary>0.35, 1.35, 2.35, ...: constants.</summary>
    private static Var<double> Offset(Var<double> x, nint count)
    {
        NdArray<double> places = NdArray.Zeros<double>(count);
        for (nint k = 0; k < count; k++) places[k] = k + 0.35;
        return x.Tape.Constant(places);
    }
}
