using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>Within a program that is itself differentiated or mapped: the sweeps are recorded.</content>
public static partial class Jacobian
{
    /// <summary>
    /// f at a variable and its Jacobian, of the shape of f(x) followed by that of x, as variables on the same tape that can be differentiated again. Each of its sweeps stays on
    /// the tape.
    /// </summary>
    /// <param name="f">Any function of real arrays. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    public static (Var<T> Value, Var<T> Jacobian) Of<T>(Func<Var<T>, Var<T>> f, Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        Tape tape = x.Tape;
        Var input = tape.FreshMembers(x);
        int first = tape.Count;
        Var<T> output = f(new Var<T>(input));
        nint rows = output.Shape.Count;
        nint columns = x.Shape.Count;
        var shape = new Shape([.. output.Shape.Lengths, .. x.Shape.Lengths]);
        if (shape.Count == 0) return (output, new Var<T>(tape.Zeros(ElementTypes.Of<T>(), shape)));
        Var matrix = rows <= columns ? RecordedRows(tape, input, output, first) : RecordedColumns(tape, input, output, first);
        return (output, new Var<T>(UntypedOps.Reshape(matrix, shape)));
    }

    private static Var RecordedRows(Tape tape, Var input, Var output, int first)
    {
        Var whole = tape.EachMember(output);
        Var units = UnitVectors(tape, output);
        var rows = new Var[units.Shape[0]];
        Span<Var> pulled = [default];
        for (int row = 0; row < rows.Length; row++)
        {
            tape.Gradients(whole, tape.EachMember(UnitVector(units, row, output.Shape)), [input.Hiding(0)], pulled, record: true, first);
            rows[row] = UntypedOps.Reshape(pulled[0].Hiding(input.HiddenAxes), new Shape(1, input.Shape.Count));
        }

        return UntypedOps.Concat(rows, 0);
    }

    private static Var RecordedColumns(Tape tape, Var input, Var output, int first)
    {
        Var whole = tape.EachMember(output);
        Var units = UnitVectors(tape, input);
        var columns = new Var[units.Shape[0]];
        for (int column = 0; column < columns.Length; column++)
        {
            Var change = tape.PushForward(whole, [input.Hiding(0)], [tape.EachMember(UnitVector(units, column, input.Shape))], record: true, first);
            columns[column] = UntypedOps.Reshape(change.Hiding(input.HiddenAxes), new Shape(output.Shape.Count, 1));
        }

        return UntypedOps.Concat(columns, 1);
    }

    /// <summary>The unit vectors of the elements of a variable as the rows of one constant.</summary>
    private static Var UnitVectors(Tape tape, Var of)
    {
        nint count = of.Shape.Count;
        Var units = tape.Zeros(of.ElementType, new Shape(count, count));
        tape.Compute.Backend.Fill(units.Value.Reshape(new Shape(count * count)).Slice(0, 0, count, count + 1), 1);
        tape.Refresh(units.Id);
        return units;
    }

    private static Var UnitVector(Var units, int element, in Shape shape) => UntypedOps.Reshape(UntypedOps.Slice(units, 0, element, 1, 1), shape);
}
