using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Several inputs: two of any types, a list of one type, or a record.</content>
public static partial class Vjp
{
    /// <summary>f at (x, y) and what a cotangent of its result pulls back to each. The caller owns the arrays.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="cotangent">The sensitivity of the result, of its shape.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TX> X, NdArray<TY> Y) Of<TX, TY, TOut>(
        Func<Var<TX>, Var<TY>, Var<TOut>> f, NdArray<TX> x, NdArray<TY> y, NdArray<TOut> cotangent, Compute? compute = null)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        (NdArray<TOut> value, UntypedArray[] pulled) = Of<TOut>((_, v) => f(v[0].As<TX>(), v[1].As<TY>()), [x, y], cotangent, compute);
        return (value, pulled[0].As<TX>(), pulled[1].As<TY>());
    }

    /// <summary>f at several inputs and what a cotangent of its result pulls back to each. The caller owns the arrays.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="cotangent">The sensitivity of the result, of its shape.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TIn>[] Cotangents) Of<TIn, TOut>(
        Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<NdArray<TIn>> inputs, NdArray<TOut> cotangent, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        (NdArray<TOut> value, UntypedArray[] pulled) = Of<TOut>((_, v) => f(Typed.Variables<TIn>(v)), Typed.Untyped(inputs), cotangent, compute);
        return (value, Typed.Arrays<TIn>(pulled));
    }

    /// <summary>f at a record of arrays and what a cotangent of its result pulls back to them, as a record of the same kind. The caller owns the arrays.</summary>
    /// <param name="f">Any function; it takes the variable of each array by <see cref="RecordVariables{TRecord}.Of{T}"/>.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="cotangent">The sensitivity of the result, of its shape.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, TRecord Cotangent) Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, TRecord at, NdArray<TOut> cotangent, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        (NdArray<TOut> value, UntypedArray[] pulled) = Of<TOut>((tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays, cotangent, compute);
        return (value, RecordArrays.Rebuilt(at, pulled));
    }

    /// <summary>f at several variables and what a cotangent of its result pulls back to each, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">Any function. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="inputs">Where to differentiate; one variable or more, of one tape.</param>
    /// <param name="cotangent">The sensitivity of the result, of its shape.</param>
    public static (Var<TOut> Value, Var<TIn>[] Cotangents) Of<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<Var<TIn>> inputs, Var<TOut> cotangent)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Var[] at = Typed.AtLeastOne(inputs);
        var run = Traced.Within(at[0].Tape, v => f(Typed.Variables<TIn>(v)), at);
        return (run.Output.As<TOut>(), Typed.Variables<TIn>(run.Pull(cotangent)));
    }

    /// <summary>f at the variables of a record and what a cotangent of its result pulls back to them, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">Any function. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="cotangent">The sensitivity of the result, of its shape.</param>
    public static (Var<TOut> Value, RecordVariables<TRecord> Cotangent) Of<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, RecordVariables<TRecord> at, Var<TOut> cotangent)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        var run = Traced.Within(at.Tape, v => f(at.With(v)), at.Variables);
        return (run.Output.As<TOut>(), at.With(run.Pull(cotangent)));
    }

    private static (NdArray<TOut> Value, UntypedArray[] Cotangents) Of<TOut>(Func<Tape, Var[], Var> f, UntypedArray[] at, NdArray<TOut> cotangent, Compute? compute)
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        var run = Traced.On(tape, v => f(tape, v), at);
        return (tape.CopyOut<TOut>(run.Output), scope.CopyOut(run.Pull(tape.Constant(cotangent))));
    }
}
