using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>Several inputs: two of any types, a list of one type, or a record.</content>
public static partial class Gradient
{
    /// <summary>The value of f at (x, y) and its gradients with respect to both. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number (a variable of one element).</param>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (double Value, NdArray<TX> X, NdArray<TY> Y) Of<TX, TY>(Func<Var<TX>, Var<TY>, Var> f, NdArray<TX> x, NdArray<TY> y, Compute? compute = null)
        where TX : unmanaged
        where TY : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        using Scope scope = new(compute);
        (double value, UntypedArray[] gradients) = scope.Gradients(v => f(v[0].As<TX>(), v[1].As<TY>()), x, y);
        return (value, gradients[0].As<TX>(), gradients[1].As<TY>());
    }

    /// <summary>The value of f at any number of inputs and its gradients with respect to all. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number (a variable of one element).</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (double Value, NdArray<T>[] Gradients) Of<T>(Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<NdArray<T>> inputs, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        using Scope scope = new(compute);
        (double value, UntypedArray[] gradients) = scope.Gradients(v => f(Typed.Variables<T>(v)), Typed.Untyped(inputs));
        return (value, Typed.Arrays<T>(gradients));
    }

    /// <summary>The value of f at a record of arrays and its gradient as a record of the same kind. The caller owns its arrays.</summary>
    /// <param name="f">A function that gives a real number; it takes the variable of each array by <see cref="RecordVariables{TRecord}.Of{T}"/>.</param>
    /// <param name="at">The arrays, say the weights of a network.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (double Value, TRecord Gradient) Of<TRecord>(Func<RecordVariables<TRecord>, Var> f, TRecord at, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        using Scope scope = new(compute);
        Tape tape = scope.Tape;
        (double value, UntypedArray[] gradients) = scope.Gradients(v => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays);
        return (value, RecordArrays.Rebuilt(at, gradients));
    }

    /// <summary>The gradients of f at several variables, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="inputs">Where to differentiate; variables of one tape.</param>
    public static Var<T>[] Of<T>(Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<Var<T>> inputs)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Var[] at = Typed.Untyped(inputs);
        return at.Length == 0 ? [] : Typed.Variables<T>(Traced.Within(at[0].Tape, v => f(Typed.Variables<T>(v)), at).Gradients());
    }

    /// <summary>The gradient of f at the variables of a record, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="at">Where to differentiate.</param>
    public static RecordVariables<TRecord> Of<TRecord>(Func<RecordVariables<TRecord>, Var> f, RecordVariables<TRecord> at)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        return at.With(Traced.Within(at.Tape, v => f(at.With(v)), at.Variables).Gradients());
    }
}
