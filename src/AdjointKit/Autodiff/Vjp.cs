using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>Vector times Jacobian, by reverse mode: xbar = f'(x)^H ybar.</summary>
public static partial class Vjp
{
    /// <summary>f at x and what a cotangent of its result pulls back to x. The caller owns both arrays.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="cotangent">ybar, of the shape of f(x).</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TIn> Cotangent) Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, NdArray<TOut> cotangent, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        using Gradient.Scope scope = new(compute);
        Var<TIn> input = scope.Tape.Input(x);
        Var<TOut> output = f(input);
        scope.Tape.Backward(output, cotangent);
        return (scope.Tape.CopyOut<TOut>(output), scope.Tape.Gradient(input));
    }

    /// <summary>f at a variable and what a cotangent of its result pulls back to it, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">Any function. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="cotangent">ybar, of the shape of f(x).</param>
    public static (Var<TOut> Value, Var<TIn> Cotangent) Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, Var<TIn> x, Var<TOut> cotangent)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Tape tape = x.Tape;
        Var input = tape.FreshMembers(x);
        int first = tape.Count;
        Var<TOut> output = f(new Var<TIn>(input));
        if (cotangent.Shape != output.Shape) throw new ArgumentException($"a cotangent of shape {cotangent.Shape} does not fit an output of shape {output.Shape}", nameof(cotangent));
        Span<Var> pulled = [default];
        tape.Gradients(tape.EachMember(output), tape.EachMember(cotangent), [input.Hiding(0)], pulled, record: true, first);
        return (output, new Var<TIn>(pulled[0].Hiding(input.HiddenAxes)));
    }
}
