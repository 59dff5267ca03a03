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
        return new(scope.Number(loss), scope.Tape.LastGradient(input));
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

        /// <summary>The value of f and its gradients, as arrays of the caller.</summary>
        internal (double Value, UntypedArray[] Gradients) Gradients(Func<Var[], Var> f, params ReadOnlySpan<UntypedArray> at)
        {
            Traced run = Traced.On(Tape, f, at);
            Var[] gradients = run.Gradients();
            return (Number(run.Output), Array.ConvertAll(gradients, Tape.HandOver));
        }

        /// <summary>The values of variables as arrays of the caller.</summary>
        internal UntypedArray[] CopyOut(Var[] variables) => Array.ConvertAll(variables, Tape.CopyOut);

        /// <summary>Directions as constants.</summary>
        internal Var[] Constants(params ReadOnlySpan<UntypedArray> arrays)
        {
            var constants = new Var[arrays.Length];
            for (int k = 0; k < constants.Length; k++) constants[k] = Tape.AddNode(arrays[k], owned: false, active: false);
            return constants;
        }

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
