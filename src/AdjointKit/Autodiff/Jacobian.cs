using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>The matrix of all first derivatives of a real function: one sweep per row or per column, whichever are fewer; f runs once.</summary>
public static partial class Jacobian
{
    /// <summary>
    /// f at x and its Jacobian, of the shape of f(x) followed by that of x. Of a complex x each row is a gradient, dy/dRe x + i dy/dIm x. The caller owns both arrays.
    /// </summary>
    /// <param name="f">Any function with a real result; of a complex one take the real and imaginary parts.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TIn> Jacobian) Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        (NdArray<TOut> value, UntypedArray[] blocks) = Of<TOut>((_, v) => f(v[0].As<TIn>()), [x], compute);
        return (value, blocks[0].As<TIn>());
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
    internal static void SetUnit(Tape tape, in UntypedArray array, nint element)
    {
        tape.Compute.Backend.Fill(array, 0);
        tape.Compute.Backend.Fill(array.Reshape(new Shape(array.Count)).Slice(0, element, 1, 1), 1);
    }
}
