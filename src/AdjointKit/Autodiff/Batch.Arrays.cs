using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Of arrays.</content>
public static partial class Batch
{
    /// <summary>f of each entry of an array along an axis, put together along a new first axis. The caller owns the result.</summary>
    /// <param name="f">A function of one entry.</param>
    /// <param name="x">The entries.</param>
    /// <param name="axis">The axis along which they lie.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static NdArray<TOut> Map<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, int axis = 0, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        return scope.Tape.CopyOut<TOut>(Map(f, scope.Tape.Constant(x), axis));
    }

    /// <summary>f of each pair of entries of two arrays, put together along a new first axis. The caller owns the result.</summary>
    /// <param name="f">A function of one entry of each.</param>
    /// <param name="x">The entries that are the first argument.</param>
    /// <param name="y">The entries that are the second argument, as many.</param>
    /// <param name="axisX">The axis along which the entries of x lie; null: every call takes the whole of x.</param>
    /// <param name="axisY">The axis along which the entries of y lie; null: every call takes the whole of y.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static NdArray<TOut> Map<TX, TY, TOut>(Func<Var<TX>, Var<TY>, Var<TOut>> f, NdArray<TX> x, NdArray<TY> y, int? axisX = 0, int? axisY = 0, Compute? compute = null)
        where TX : unmanaged
        where TY : unmanaged
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        return scope.Tape.CopyOut<TOut>(Map(f, scope.Tape.Constant(x), scope.Tape.Constant(y), axisX, axisY));
    }

    /// <summary>f of the entries of several arrays, put together along a new first axis. The caller owns the result.</summary>
    /// <param name="f">A function of one entry of each.</param>
    /// <param name="inputs">The entries of each argument; one array or more.</param>
    /// <param name="axes">The axis along which the entries of each array lie, null where every call takes the whole of it; without any, the first axis of each.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static NdArray<TOut> Map<TIn, TOut>(Func<IReadOnlyList<Var<TIn>>, Var<TOut>> f, IReadOnlyList<NdArray<TIn>> inputs, IReadOnlyList<int?>? axes = null, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        return tape.CopyOut<TOut>(Map(f, [.. inputs.Select(tape.Constant)], axes));
    }

    /// <summary>f of the records made of one entry of each array, put together along a new first axis. The caller owns the result.</summary>
    /// <param name="f">A function of a record's variables.</param>
    /// <param name="at">The entries, along the first axis of each array of the record.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static NdArray<TOut> Map<TRecord, TOut>(Func<RecordVariables<TRecord>, Var<TOut>> f, TRecord at, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
        where TOut : unmanaged
    {
        using Gradient.Scope scope = new(compute);
        return scope.Tape.CopyOut<TOut>(Map(f, scope.Tape.Constants(at)));
    }
}
