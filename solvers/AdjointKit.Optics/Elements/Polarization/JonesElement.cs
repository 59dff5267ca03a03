using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>An element that mixes the two components of polarised light, fields [..., 2, y, x] with the components along x and y, by one matrix for all points.</summary>
public abstract record JonesElement : OpticalElement
{
    /// <summary>How far the element is turned from x towards y, rad.</summary>
    public Quantity Angle { get; init; }

    /// <summary>The entries of the matrix (xx, xy, yx, yy), each a number.</summary>
    /// <param name="number">Gives a quantity as a variable on the tape.</param>
    private protected abstract (Var<Complex> XX, Var<Complex> XY, Var<Complex> YX, Var<Complex> YY) Entries(Func<Quantity, Var<double>> number);

    private protected override Var<T> Record<T>(Var<T> field, in FieldVariables at)
    {
        Require(field.Shape);
        Tape tape = field.Tape;
        return Ops.Einsum("ij,...jyx->...iyx", FieldFunctions.Rounded<T>(Matrix(quantity => quantity.On(tape))), field);
    }

    private protected override LinearOperator<T, T> MakeOperator<T>(Compute compute, PropagationNumbers at, Shape shape)
    {
        Require(shape);
        using var tape = new Tape(compute.Host);
        using NdArray<Complex> matrix = Matrix(quantity => quantity.AsConstantOn(tape)).Value.Copy();
        return new JonesOperator<T>(compute, shape, Name, FormedGrid.Rounded<T>(compute, matrix));
    }

    private Var<Complex> Matrix(Func<Quantity, Var<double>> number)
    {
        (Var<Complex> xx, Var<Complex> xy, Var<Complex> yx, Var<Complex> yy) = Entries(quantity => Ops.Reshape(number(quantity), 1));
        return Ops.Reshape(Ops.Concat([xx, xy, yx, yy]), 2, 2);
    }

    private void Require(Shape field)
    {
        if (field.Rank < 3 || field[-3] != 2) throw new ArgumentException($"a {Name} takes polarised light, fields [2, y, x] with the components along x and y: this one has the shape {field}; make it with PolarizedLight");
    }
}
