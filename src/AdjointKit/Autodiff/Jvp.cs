using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>Jacobian times vector, by forward mode: dy = f'(x) dx.</summary>
public static partial class Jvp
{
    /// <summary>f at x and its change along a tangent. The caller owns both arrays.</summary>
    /// <param name="f">Any function.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="tangent">The direction dx, of the shape of x.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<TOut> Value, NdArray<TOut> Tangent) Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, NdArray<TIn> x, NdArray<TIn> tangent, Compute? compute = null)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        if (tangent.Shape != x.Shape) throw new ArgumentException($"a tangent of shape {tangent.Shape} does not fit an input of shape {x.Shape}", nameof(tangent));
        using Gradient.Scope scope = new(compute);
        Var<TIn> input = scope.Tape.Input(x);
        Var<TOut> output = f(input);
        Var change = scope.Tape.PushForward(output, [input], [scope.Tape.Constant(tangent)], record: false);
        return (scope.Tape.CopyOut<TOut>(output), scope.Tape.CopyOut<TOut>(change));
    }

    /// <summary>f at a variable and its change along a tangent, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">Any function. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="tangent">The direction dx, of the shape of x.</param>
    public static (Var<TOut> Value, Var<TOut> Tangent) Of<TIn, TOut>(Func<Var<TIn>, Var<TOut>> f, Var<TIn> x, Var<TIn> tangent)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        if (tangent.Shape != x.Shape) throw new ArgumentException($"a tangent of shape {tangent.Shape} does not fit an input of shape {x.Shape}", nameof(tangent));
        Tape tape = x.Tape;
        Var input = tape.FreshMembers(x);
        int first = tape.Count;
        Var output = f(new Var<TIn>(input));
        Var change = tape.PushForward(output.Hiding(0), [input.Hiding(0)], [tape.EachMember(tangent)], record: true, first);
        return (new Var<TOut>(output), new Var<TOut>(change.Hiding(output.HiddenAxes)));
    }
}
