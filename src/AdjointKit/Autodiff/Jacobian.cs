using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>The matrix of all first derivatives of a real function: one sweep per row or per column, whichever are fewer; f runs once.</summary>
public static partial class Jacobian
{
    /// <summary>f at x and its Jacobian, of the shape of f(x) followed by that of x. The caller owns both arrays.</summary>
    /// <param name="f">Any function of real arrays.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<T> Value, NdArray<T> Jacobian) Of<T>(Func<Var<T>, Var<T>> f, NdArray<T> x, Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        Var<T> input = tape.Input(x);
        Var<T> output = f(input);
        nint rows = output.Shape.Count;
        nint columns = x.Count;
        NdArray<T> matrix = NewArray<T>(tape, new Shape(rows, columns));
        if (rows <= columns) FillRows(tape, input, output, matrix);
        else FillColumns(tape, input, output, matrix);
        return (tape.CopyOut<T>(output), matrix.Reshape(new Shape([.. output.Shape.Lengths, .. x.Shape.Lengths])));
    }

    /// <summary>
    /// f at x and the entries of its Jacobian at which they may differ from zero, in the order of the pattern. Columns that share no row go into one sweep
    /// (Curtis, Powell and Reid, "On the estimation of sparse Jacobian matrices", 1974): a banded Jacobian takes as many sweeps as its band is wide. The caller owns both arrays.
    /// </summary>
    /// <param name="f">Any function of real arrays.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="pattern">Where the Jacobian may differ from zero: rows are elements of f(x), columns elements of x, both counted row by row.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<T> Value, NdArray<T> Entries) Of<T>(Func<Var<T>, Var<T>> f, NdArray<T> x, SparsityPattern pattern, Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(pattern);
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        Var<T> input = tape.Input(x);
        Var<T> output = f(input);
        pattern.Require(output.Shape.Count, x.Count, "Jacobian");
        var products = new CompressedColumns<T>(tape, Colouring.OfColumns(pattern), x.Shape, output.Shape, seed => tape.PushForward(output, [input], [tape.Constant(seed)], record: false));
        T[] entries = [.. pattern.Entries.Select(entry => products[entry.Row, entry.Column])];
        return (tape.CopyOut<T>(output), NdArray.From(entries));
    }

    /// <summary>
    /// Where the Jacobian of f may differ from zero, at x and wherever f takes the branches it takes there (what is chosen by a value counts as a branch). f runs once, and there is one sweep for
    /// each element of x: it costs as much as the dense Jacobian, and serves for all x. It may name more places than needed: a product counts even if its other factor is 0.
    /// </summary>
    /// <remarks>A function with rules of its own counts with what its tangent rule makes of NaN. One that solves by iteration refuses NaN: give its pattern by hand.</remarks>
    /// <param name="f">Any function of real arrays.</param>
    /// <param name="x">Where to look.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static SparsityPattern PatternOf<T>(Func<Var<T>, Var<T>> f, NdArray<T> x, Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        using Gradient.Scope scope = new(compute?.With(new TapeOptions()));
        Var<T> input = scope.Tape.Input(x);
        return StructureProbe.Of<T>(scope.Tape, input, f(input));
    }

    internal static NdArray<T> NewArray<T>(Tape tape, in Shape shape)
        where T : unmanaged => tape.Compute.Backend.Allocate(ElementTypes.Of<T>(), shape, account: null).As<T>();

    /// <summary>Makes an array the unit vector of one of its elements.</summary>
    internal static void SetUnit<T>(Tape tape, NdArray<T> array, nint element)
        where T : unmanaged
    {
        tape.Compute.Backend.Fill(array, 0);
        tape.Compute.Backend.Fill(array.Reshape(array.Count).Slice(0, element, 1), 1);
    }

    private static void FillRows<T>(Tape tape, Var<T> input, Var<T> output, NdArray<T> matrix)
        where T : unmanaged
    {
        using NdArray<T> seed = NewArray<T>(tape, output.Shape);
        int mark = tape.SweepMark;
        for (nint row = 0; row < matrix.Shape[0]; row++)
        {
            SetUnit(tape, seed, row);
            tape.Backward(output, seed);
            tape.Gradient(input, matrix.Select(0, row).Reshape(input.Shape));
            tape.ReleaseSweep(mark);
        }
    }

    private static void FillColumns<T>(Tape tape, Var<T> input, Var<T> output, NdArray<T> matrix)
        where T : unmanaged
    {
        using NdArray<T> seed = NewArray<T>(tape, input.Shape);
        using NdArray<T> change = NewArray<T>(tape, output.Shape);
        int mark = tape.SweepMark;
        for (nint column = 0; column < matrix.Shape[1]; column++)
        {
            SetUnit(tape, seed, column);
            tape.Compute.Backend.Copy(tape.PushForward(output, [input], [tape.Constant(seed)], record: false).Value, change);
            tape.Compute.Backend.Copy(change.Reshape(change.Count), matrix.Select(1, column));
            tape.ReleaseSweep(mark);
        }
    }
}
