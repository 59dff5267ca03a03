using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Several inputs: two of any types, a list of one type, or a record; a block for each.</content>
public static partial class Jacobian
{
    /// <summary>f at (x, y) and its Jacobian with respect to each, of the shape of the result followed by that of the input. The caller owns the arrays.</summary>
    /// <param name="f">Any function with a real result.</param>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TX> X, NdArray<TY> Y) Of<TX, TY, TOut>(Func<Var<TX>, Var<TY>, Var<TOut>> f, NdArray<TX> x, NdArray<TY> y, Compute? compute = null)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        (NdArray<TOut> value, UntypedArray[] blocks) = Of<TOut>((_, v) => f(v[0].As<TX>(), v[1].As<TY>()), [x, y], compute);
        return (value, blocks[0].As<TX>(), blocks[1].As<TY>());
    }

    /// <summary>f at several inputs and its Jacobian with respect to each, of the shape of the result followed by that of the input. The caller owns the arrays.</summary>
    /// <param name="f">Any function with a real result.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TIn>[] Jacobians) Of<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<NdArray<TIn>> inputs, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        (NdArray<TOut> value, UntypedArray[] blocks) = Of<TOut>((_, v) => f(Typed.Variables<TIn>(v)), Typed.Untyped(inputs), compute);
        return (value, Typed.Arrays<TIn>(blocks));
    }

    /// <summary>
    /// f at a record of arrays and its Jacobian: a record of the same kind with a block in place of each array, of the shape of the result followed by that of the array. The caller owns the arrays.
    /// </summary>
    /// <param name="f">Any function with a real result; it takes the variable of each array by <see cref="RecordVariables{TRecord}.Of{T}"/>.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, TRecord Jacobian) Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, TRecord at, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged, IFloatingPointIeee754<TOut>
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        (NdArray<TOut> value, UntypedArray[] blocks) = Of<TOut>((tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays, compute);
        return (value, RecordArrays.Rebuilt(at, blocks));
    }

    private static (NdArray<TOut> Value, UntypedArray[] Blocks) Of<TOut>(Func<Tape, Var[], Var> f, UntypedArray[] at, Compute? compute)
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        var run = Traced.On(tape, v => f(tape, v), at);
        UntypedArray[] blocks = [.. at.Select(input => tape.Compute.Backend.Allocate(input.ElementType, new Shape(run.Output.Shape.Count, input.Count), account: null))];
        if (ByRows(run.Output, run.Inputs)) FillRows(tape, run, blocks);
        else FillColumns(tape, run, blocks);
        for (int k = 0; k < blocks.Length; k++) blocks[k] = blocks[k].Reshape(new Shape([.. run.Output.Shape.Lengths, .. at[k].Shape.Lengths]));
        return (tape.CopyOut<TOut>(run.Output), blocks);
    }

    private static void FillRows(Tape tape, Traced run, UntypedArray[] blocks)
    {
        UntypedArray seed = tape.Compute.Backend.Allocate(run.Output.ElementType, run.Output.Shape, account: null);
        var pulled = new Var[blocks.Length];
        int mark = tape.SweepMark;
        for (nint row = 0; row < run.Output.Shape.Count; row++)
        {
            SetUnit(tape, seed, row);
            tape.Gradients(run.Output, tape.AddNode(seed, owned: false, active: false), run.Inputs, pulled, record: false);
            for (int k = 0; k < pulled.Length; k++) tape.Compute.Backend.Copy(pulled[k].Value, blocks[k].Select(0, row).Reshape(pulled[k].Shape));
            tape.ReleaseSweep(mark);
        }

        seed.Release();
    }

    private static void FillColumns(Tape tape, Traced run, UntypedArray[] blocks)
    {
        UntypedArray change = tape.Compute.Backend.Allocate(run.Output.ElementType, run.Output.Shape, account: null);
        int mark = tape.SweepMark;
        for (int k = 0; k < blocks.Length; k++)
        {
            UntypedArray seed = tape.Compute.Backend.Allocate(run.Inputs[k].ElementType, run.Inputs[k].Shape, account: null);
            for (nint column = 0; column < seed.Count; column++)
            {
                SetUnit(tape, seed, column);
                tape.Compute.Backend.Copy(tape.PushForward(run.Output, [run.Inputs[k]], [tape.AddNode(seed, owned: false, active: false)], record: false).Value, change);
                tape.Compute.Backend.Copy(change.Reshape(new Shape(change.Count)), blocks[k].Select(1, column));
                tape.ReleaseSweep(mark);
            }

            seed.Release();
        }

        change.Release();
    }
}
