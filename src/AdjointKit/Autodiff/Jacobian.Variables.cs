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
    /// <param name="f">Any function with a real result. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    public static (Var<TOut> Value, Var<TIn> Jacobian) Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, Var<TIn> x)
        where TIn : unmanaged
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        (Var value, Var[] blocks) = Recorded(x.Tape, v => f(v[0].As<TIn>()), x);
        return (value.As<TOut>(), blocks[0].As<TIn>());
    }

    /// <summary>f at several variables and its Jacobian with respect to each, as variables on the same tape that can be differentiated again. Each of its sweeps stays on the tape.</summary>
    /// <param name="f">Any function with a real result. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="inputs">Where to differentiate; one variable or more, of one tape.</param>
    public static (Var<TOut> Value, Var<TIn>[] Jacobians) Of<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<Var<TIn>> inputs)
        where TIn : unmanaged
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        Var[] at = Typed.AtLeastOne(inputs);
        (Var value, Var[] blocks) = Recorded(at[0].Tape, v => f(Typed.Variables<TIn>(v)), at);
        return (value.As<TOut>(), Typed.Variables<TIn>(blocks));
    }

    /// <summary>f at the variables of a record and its Jacobian with respect to each, as variables on the same tape that can be differentiated again. Each of its sweeps stays on the tape.</summary>
    /// <param name="f">Any function with a real result. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="at">Where to differentiate.</param>
    public static (Var<TOut> Value, RecordVariables<TRecord> Jacobian) Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, RecordVariables<TRecord> at)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        (Var value, Var[] blocks) = Recorded(at.Tape, v => f(at.With(v)), at.Variables);
        return (value.As<TOut>(), at.With(blocks));
    }

    private static (Var Value, Var[] Blocks) Recorded(Tape tape, Func<Var[], Var> f, params Var[] at)
    {
        var run = Traced.Within(tape, f, at);
        return (run.Output, ByRows(run.Output, at) ? RecordedRows(tape, run, at) : RecordedColumns(tape, run, at));
    }

    /// <summary>Whether there are no more rows than columns; columns of a complex input would be two each.</summary>
    private static bool ByRows(Var output, Var[] at) => output.Shape.Count <= at.Sum(input => input.Shape.Count) || at.Any(input => ElementTypes.IsComplex(input.ElementType));

    private static Var[] RecordedRows(Tape tape, Traced run, Var[] at)
    {
        nint rows = run.Output.Shape.Count;
        Var units = UnitVectors(tape, run.Output);
        var pulled = new Var[rows][];
        for (int row = 0; row < pulled.Length; row++) pulled[row] = run.Pull(UnitVector(units, row, run.Output.Shape));
        return [.. at.Select((input, k) => Block(tape, run.Output, input, 0, [.. pulled.Select(row => UntypedOps.Reshape(row[k], new Shape(1, input.Shape.Count)))]))];
    }

    private static Var[] RecordedColumns(Tape tape, Traced run, Var[] at)
    {
        var blocks = new Var[at.Length];
        for (int k = 0; k < blocks.Length; k++)
        {
            Var units = UnitVectors(tape, at[k]);
            var columns = new Var[at[k].Shape.Count];
            for (int column = 0; column < columns.Length; column++)
            {
                Var change = run.PushOne(k, UnitVector(units, column, at[k].Shape));
                columns[column] = UntypedOps.Reshape(change, new Shape(run.Output.Shape.Count, 1));
            }

            blocks[k] = Block(tape, run.Output, at[k], 1, columns);
        }

        return blocks;
    }

    /// <summary>Rows or columns put together, in the shape of the result followed by that of the input.</summary>
    private static Var Block(Tape tape, Var output, Var input, int axis, Var[] parts)
    {
        var shape = new Shape([.. output.Shape.Lengths, .. input.Shape.Lengths]);
        return shape.Count == 0 ? tape.Zeros(input.ElementType, shape) : UntypedOps.Reshape(UntypedOps.Concat(parts, axis), shape);
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
