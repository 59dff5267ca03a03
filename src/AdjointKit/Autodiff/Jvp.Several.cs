using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Several inputs: two of any types, a list of one type, or a record.</content>
public static partial class Jvp
{
    /// <summary>f at (x, y) and its change along a tangent of each. The caller owns both arrays.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="tangentX">The direction dx, of the shape of x.</param>
    /// <param name="tangentY">The direction dy, of the shape of y.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TOut> Tangent) Of<TX, TY, TOut>(
        Func<Var<TX>, Var<TY>, Var<TOut>> f, NdArray<TX> x, NdArray<TY> y, NdArray<TX> tangentX, NdArray<TY> tangentY, Compute? compute = null)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return Of<TOut>((_, v) => f(v[0].As<TX>(), v[1].As<TY>()), [x, y], [tangentX, tangentY], compute);
    }

    /// <summary>f at several inputs and its change along their tangents. The caller owns both arrays.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="tangents">One direction per input, of its shape.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TOut> Tangent) Of<TIn, TOut>(
        Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<NdArray<TIn>> inputs, IReadOnlyList<NdArray<TIn>> tangents, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        return Of<TOut>((_, v) => f(Typed.Variables<TIn>(v)), Typed.Untyped(inputs), Typed.Untyped(tangents), compute);
    }

    /// <summary>f at a record of arrays and its change along a record of tangents. The caller owns both arrays.</summary>
    /// <param name="f">Any function; it takes the variable of each array by <see cref="RecordVariables{TRecord}.Of{T}"/>.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="tangent">The direction, its arrays of the shapes of those of <paramref name="at"/>.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TOut> Tangent) Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, TRecord at, TRecord tangent, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        return Of<TOut>((tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays, RecordArrays.Of(tangent), compute);
    }

    /// <summary>f at several variables and its change along their tangents, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">Any function. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="inputs">Where to differentiate; one variable or more, of one tape.</param>
    /// <param name="tangents">One direction per input, of its shape.</param>
    public static (Var<TOut> Value, Var<TOut> Tangent) Of<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<Var<TIn>> inputs, IReadOnlyList<Var<TIn>> tangents)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Var[] at = Typed.AtLeastOne(inputs);
        var run = Traced.Within(at[0].Tape, v => f(Typed.Variables<TIn>(v)), at);
        return (run.Output.As<TOut>(), run.Push(Typed.Untyped(tangents)).As<TOut>());
    }

    /// <summary>f at the variables of a record and its change along their tangents, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">Any function. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="tangent">The direction, say <see cref="Tape.Constants{TRecord}"/> of a record.</param>
    public static (Var<TOut> Value, Var<TOut> Tangent) Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, RecordVariables<TRecord> at, RecordVariables<TRecord> tangent)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(tangent);
        var run = Traced.Within(at.Tape, v => f(at.With(v)), at.Variables);
        return (run.Output.As<TOut>(), run.Push(tangent.Variables).As<TOut>());
    }

    private static (NdArray<TOut> Value, NdArray<TOut> Tangent) Of<TOut>(Func<Tape, Var[], Var> f, UntypedArray[] at, UntypedArray[] tangents, Compute? compute)
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        var run = Traced.On(tape, v => f(tape, v), at);
        return (tape.CopyOut<TOut>(run.Output), tape.CopyOut<TOut>(run.Push(scope.Constants(tangents))));
    }
}
