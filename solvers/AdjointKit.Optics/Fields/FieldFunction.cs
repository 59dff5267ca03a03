using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>A complex number for every point of a field, in closed form: formed in double precision and rounded to the type of the field.</summary>
internal delegate Var<Complex> FieldFunction(FieldPoints points);

/// <summary>Forms a <see cref="FieldFunction"/>: on a tape, where something of it is a variable, else in strips of rows that leave nothing behind.</summary>
internal static class FieldFunctions
{
    /// <summary>[ny, nx] on the tape of the numbers.</summary>
    internal static Var<T> On<T>(nint ny, nint nx, in FieldVariables at, FieldFunction function)
        where T : unmanaged
    {
        Tape tape = at.Wavelength.Tape;
        PropagationVariables.Check(PropagationMethod.Scalar(at.Wavelength), distance: 0, PropagationMethod.Scalar(at.Index));

        // Whether a variable is among its numbers the function tells itself: in its first row.
        var numbers = new GridNumbers(tape.Compute, ny, nx, fromMiddle: true);
        Var<double> rows = tape.Constant(numbers.Rows);
        Var<double> columns = tape.Constant(numbers.Columns);
        Var<Complex> first = function(new FieldPoints(Ops.Slice(rows, 0, 0, 1), columns, 0, ny, at, ofConstants: false));
        if (tape.Records(first)) return Rounded<T>(Ops.BroadcastTo(function(new FieldPoints(rows, columns, 0, ny, at, ofConstants: false)), new Shape(ny, nx)));
        var constants = new PropagationNumbers(PropagationMethod.Scalar(at.Wavelength), 0, PropagationMethod.Scalar(at.Index), PropagationMethod.Scalar(at.PitchY), PropagationMethod.Scalar(at.PitchX));
        return tape.Constant(Formed<T>(tape.Compute, ny, nx, constants, function));
    }

    /// <summary>[ny, nx] where fields are.</summary>
    internal static NdArray<T> Formed<T>(Compute compute, nint ny, nint nx, PropagationNumbers at, FieldFunction function)
        where T : unmanaged
    {
        var grid = new FieldGrid(ny, nx, at.PitchY, at.PitchX);
        using NdArray<Complex> values = FormedGrid.Of(
            compute.Host,
            ny,
            nx,
            fromMiddle: true,
            (rows, columns, firstRow) => function(new FieldPoints(rows, columns, firstRow, ny, FieldVariables.Constants(rows.Tape, grid, at.Wavelength, at.Index), ofConstants: true)));
        return FormedGrid.Rounded<T>(compute, values);
    }

    internal static Var<T> Rounded<T>(Var<Complex> values)
        where T : unmanaged => ElementTypes.Of<T>() == ElementType.Complex64 ? Ops.ToSingle(values).ToVar().As<T>() : values.ToVar().As<T>();
}
