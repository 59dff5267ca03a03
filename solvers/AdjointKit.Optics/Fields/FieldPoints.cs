using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// The points of a field, or of a strip of its rows, on a tape: what a <see cref="TransmissionElement"/> is a function of. Everything is in double precision; arrays
/// broadcast to [rows, columns].
/// </summary>
public sealed class FieldPoints
{
    private readonly Tape tape;
    private readonly nint firstRow;
    private readonly bool ofConstants;

    /// <summary>The points of a strip.</summary>
    /// <param name="rows">The numbers of the rows from the middle, [rows, 1].</param>
    /// <param name="columns">Those of the columns, [1, columns].</param>
    /// <param name="firstRow">The first of the rows, counted from 0.</param>
    /// <param name="ny">All rows of the field.</param>
    /// <param name="at">The numbers.</param>
    /// <param name="ofConstants">Whether variables count with what they are now.</param>
    internal FieldPoints(Var<double> rows, Var<double> columns, nint firstRow, nint ny, in FieldVariables at, bool ofConstants)
    {
        tape = rows.Tape;
        this.firstRow = firstRow;
        this.ofConstants = ofConstants;
        Row = rows;
        Column = columns;
        Ny = ny;
        Variables = at;
    }

    /// <summary>Wavelength, index and pitch.</summary>
    public FieldVariables Variables { get; }

    /// <summary>The wavelength in the medium, m.</summary>
    public Var<double> Wavelength => Variables.WavelengthInMedium;

    /// <summary>y of the points in m, [rows, 1].</summary>
    public Var<double> Y => Row * Variables.PitchY;

    /// <summary>x of the points in m, [1, columns].</summary>
    public Var<double> X => Column * Variables.PitchX;

    /// <summary>The numbers of the rows from the middle, [rows, 1].</summary>
    internal Var<double> Row { get; }

    /// <summary>The numbers of the columns from the middle, [1, columns].</summary>
    internal Var<double> Column { get; }

    /// <summary>All rows of the field.</summary>
    internal nint Ny { get; }

    /// <summary>The columns of the field.</summary>
    internal nint Nx => Column.Shape[1];

    internal nint FirstRow => firstRow;

    internal nint RowCount => Row.Shape[0];

    /// <summary>y of the edges between the rows of points, each point a pixel of the pitch around it, [rows + 1, 1].</summary>
    internal Var<double> EdgesY => Edges(Row, axis: 0) * Variables.PitchY;

    /// <summary>x of the edges between the columns, [1, columns + 1].</summary>
    internal Var<double> EdgesX => Edges(Column, axis: 1) * Variables.PitchX;

    /// <summary>A quantity of an element or source: a number as one, a map of the whole field [y, x] as the part of it that belongs to these points, anything else as it is.</summary>
    /// <param name="quantity">The quantity.</param>
    /// <exception cref="ArgumentException">A map of another shape than the field's.</exception>
    public Var<double> this[Quantity quantity]
    {
        get
        {
            Var<double> value = Whole(quantity);
            if (value.Shape.Rank != 2) return value.Shape.Rank == 1 && value.Shape.Count == 1 ? Ops.Reshape(value) : value;
            if (value.Shape != new Shape(Ny, Nx)) throw new ArgumentException($"a map of shape {value.Shape} does not fit a field of {Ny} x {Nx} points");
            return RowCount == Ny ? value : Ops.Slice(value, 0, firstRow, RowCount);
        }
    }

    /// <summary>A quantity as it is, of whatever shape.</summary>
    internal Var<double> Whole(Quantity quantity) => ofConstants ? quantity.AsConstantOn(tape) : quantity.On(tape);

    private static Var<double> Edges(Var<double> numbers, int axis) => Ops.Concat([numbers - 0.5, Ops.Slice(numbers, axis, numbers.Shape[axis] - 1, 1) + 0.5], axis);
}
