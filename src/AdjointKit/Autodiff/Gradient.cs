using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Kernels;

namespace AdjointKit.Autodiff;

/// <summary>The value of a function with its gradient: what <see cref="Gradient"/> returns. The caller owns the array.</summary>
/// <param name="Value">The value.</param>
/// <param name="Gradient">The gradient, of the shape of the input; of a complex input dL/dRe x + i dL/dIm x.</param>
public readonly record struct ValueAndGradient<T>(double Value, NdArray<T> Gradient)
    where T : unmanaged;

/// <summary>The gradient of a real function, by reverse mode: one run of the function and one backward sweep, whatever the number of inputs.</summary>
public static partial class Gradient
{
    /// <summary>The value of f at x and its gradient.</summary>
    /// <param name="f">A function that gives a real number (a variable of one element).</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static ValueAndGradient<T> Of<T>(Func<Var<T>, Var> f, NdArray<T> x, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        using Scope scope = new(compute);
        Var<T> input = scope.Tape.Input(x);
        Var loss = f(input);
        scope.Tape.Backward(loss);
        return new(scope.Number(loss), scope.Tape.Gradient(input));
    }

    /// <summary>The value of f at (x, y) and its gradients with respect to both.</summary>
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
        Var<TX> inputX = scope.Tape.Input(x);
        Var<TY> inputY = scope.Tape.Input(y);
        Var loss = f(inputX, inputY);
        scope.Tape.Backward(loss);
        return (scope.Number(loss), scope.Tape.Gradient(inputX), scope.Tape.Gradient(inputY));
    }

    /// <summary>The value of f at any number of inputs and its gradients with respect to all.</summary>
    /// <param name="f">A function that gives a real number (a variable of one element).</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (double Value, NdArray<T>[] Gradients) Of<T>(Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<NdArray<T>> inputs, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(inputs);
        using Scope scope = new(compute);
        var variables = new Var<T>[inputs.Count];
        for (int k = 0; k < variables.Length; k++) variables[k] = scope.Tape.Input(inputs[k]);
        Var loss = f(variables);
        scope.Tape.Backward(loss);
        var gradients = new NdArray<T>[inputs.Count];
        for (int k = 0; k < variables.Length; k++) gradients[k] = scope.Tape.Gradient(variables[k]);
        return (scope.Number(loss), gradients);
    }

    /// <summary>The gradient of f at a variable, as a variable on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    public static Var<T> Of<T>(Func<Var<T>, Var> f, Var<T> x)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Tape tape = x.Tape;
        Var input = tape.FreshMembers(x);
        int first = tape.Count;
        Var loss = f(new Var<T>(input));
        Span<Var> gradient = [default];
        tape.Gradients(loss.Hiding(0), tape.OneLike(loss), [input.Hiding(0)], gradient, record: true, first);
        return new Var<T>(gradient[0].Hiding(input.HiddenAxes));
    }

    /// <summary>The gradients of f at several variables, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="inputs">Where to differentiate; one variable or more, of one tape.</param>
    public static Var<T>[] Of<T>(Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<Var<T>> inputs)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0) return [];
        Tape tape = inputs[0].Tape;
        var copies = new Var[inputs.Count];
        for (int k = 0; k < copies.Length; k++) copies[k] = tape.FreshMembers(inputs[k]);
        int first = tape.Count;
        Var loss = f([.. copies.Select(copy => new Var<T>(copy))]);
        var gradients = new Var[copies.Length];
        tape.Gradients(loss.Hiding(0), tape.OneLike(loss), [.. copies.Select(copy => copy.Hiding(0))], gradients, record: true, first);
        return [.. gradients.Select(gradient => new Var<T>(gradient.Hiding(copies[0].HiddenAxes)))];
    }

    /// <summary>The value of f at a record of arrays and its gradient as a record of the same kind. The caller owns its arrays.</summary>
    /// <param name="at">The arrays, say the weights of a network.</param>
    /// <param name="f">A function that gives a real number; it finds the variable of each array of the record by the array.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (double Value, TRecord Gradient) Of<TRecord>(TRecord at, Func<RecordVariables, Var> f, Compute? compute = null)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        using Scope scope = new(compute);
        Tape tape = scope.Tape;
        var variables = new RecordVariables(tape, map => at.Map(map));
        Var loss = f(variables);
        tape.Backward(loss);
        return (scope.Number(loss), at.Map(new GradientsOfRecord(variables)));
    }

    /// <summary>A tape for one call, with a computation of its own if the caller gave none. Denormals are flushed on the calling thread all the while: once, not for each op.</summary>
    internal readonly ref struct Scope : IDisposable
    {
        private readonly Compute? own;
        private readonly DenormalFlush.Scope flush;

        internal Scope(Compute? compute)
        {
            own = compute is null ? new Compute(threads: 1) : null;
            flush = DenormalFlush.Enter();
            Tape = new Tape(compute ?? own!);
        }

        internal Tape Tape { get; }

        public void Dispose()
        {
            Tape.Dispose();
            flush.Dispose();
            own?.Dispose();
        }

        /// <summary>The number in a variable of one element, read back to the host.</summary>
        internal double Number(Var loss) => Tape.Compute.Backend.Dot(Tape.OneLike(loss).Value, loss.Value).Real;
    }
}
