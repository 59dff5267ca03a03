using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>Hessian times vector, by forward mode over reverse mode: the backward sweep is recorded, and a tangent goes through all of it; by a second backward sweep, if asked for.</summary>
public static partial class Hvp
{
    /// <summary>The gradient of f at x and the Hessian times a direction; for complex inputs the change of the gradient (its convention) along it. The caller owns both arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives (all but custom ones).</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="direction">The direction, of the shape of x.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="mode">Which mode goes over the recorded gradient; the result is the same to rounding.</param>
    public static (NdArray<T> Gradient, NdArray<T> Product) Of<T>(
        Func<Var<T>, Var> f, NdArray<T> x, NdArray<T> direction, Compute? compute = null, HvpMode mode = HvpMode.ForwardOverReverse)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        (UntypedArray[] gradients, UntypedArray[] products) = Of((_, v) => f(v[0].As<T>()), [x], [direction], compute, mode);
        return (gradients[0].As<T>(), products[0].As<T>());
    }

    /// <summary>The gradients of f at (x, y) and the Hessian over both times a direction of each. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives (all but custom ones).</param>
    /// <param name="x">The first input.</param>
    /// <param name="y">The second input.</param>
    /// <param name="directionX">The direction of x, of its shape.</param>
    /// <param name="directionY">The direction of y, of its shape.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="mode">Which mode goes over the recorded gradients; the result is the same to rounding.</param>
    public static ((NdArray<TX> X, NdArray<TY> Y) Gradient, (NdArray<TX> X, NdArray<TY> Y) Product) Of<TX, TY>(
        Func<Var<TX>, Var<TY>, Var> f, NdArray<TX> x, NdArray<TY> y, NdArray<TX> directionX, NdArray<TY> directionY, Compute? compute = null, HvpMode mode = HvpMode.ForwardOverReverse)
        where TX : unmanaged
        where TY : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        (UntypedArray[] gradients, UntypedArray[] products) = Of((_, v) => f(v[0].As<TX>(), v[1].As<TY>()), [x, y], [directionX, directionY], compute, mode);
        return ((gradients[0].As<TX>(), gradients[1].As<TY>()), (products[0].As<TX>(), products[1].As<TY>()));
    }

    /// <summary>The gradients of f with respect to several inputs, and the Hessian over all of them times a direction. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives (all but custom ones).</param>
    /// <param name="inputs">Where to differentiate.</param>
    /// <param name="directions">One direction per input, of its shape.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="mode">Which mode goes over the recorded gradients; the result is the same to rounding.</param>
    public static (NdArray<T>[] Gradients, NdArray<T>[] Products) Of<T>(
        Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<NdArray<T>> inputs, IReadOnlyList<NdArray<T>> directions, Compute? compute = null, HvpMode mode = HvpMode.ForwardOverReverse)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        (UntypedArray[] gradients, UntypedArray[] products) = Of((_, v) => f(Typed.Variables<T>(v)), Typed.Untyped(inputs), Typed.Untyped(directions), compute, mode);
        return (Typed.Arrays<T>(gradients), Typed.Arrays<T>(products));
    }

    /// <summary>The gradient of f at a record of arrays and the Hessian over all of them times a record of directions, both as records of the same kind. The caller owns the arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives (all but custom ones).</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="direction">The direction, its arrays of the shapes of those of <paramref name="at"/>.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <param name="mode">Which mode goes over the recorded gradients; the result is the same to rounding.</param>
    public static (TRecord Gradient, TRecord Product) Of<TRecord>(
        Func<RecordVariables<TRecord>, Var> f, TRecord at, TRecord direction, Compute? compute = null, HvpMode mode = HvpMode.ForwardOverReverse)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        UntypedArray[] arrays = RecordArrays.Of(at);
        (UntypedArray[] gradients, UntypedArray[] products) = Of((tape, v) => f(new RecordVariables<TRecord>(tape, at, arrays, v)), arrays, RecordArrays.Of(direction), compute, mode);
        return (RecordArrays.Rebuilt(at, gradients), RecordArrays.Rebuilt(at, products));
    }

    private static (UntypedArray[] Gradients, UntypedArray[] Products) Of(Func<Tape, Var[], Var> f, UntypedArray[] at, UntypedArray[] directions, Compute? compute, HvpMode mode)
    {
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        var run = Traced.On(tape, v => f(tape, v), at);
        Var[] gradients = run.RecordedGradients();
        Var[] products = run.HessianTimes(gradients, scope.Constants(directions), mode);
        return (scope.CopyOut(gradients), scope.CopyOut(products));
    }
}

/// <summary>How a Hessian-vector product is computed.</summary>
public enum HvpMode
{
    /// <summary>A tangent goes through the recorded gradient: the cheaper way.</summary>
    ForwardOverReverse,

    /// <summary>A second backward sweep goes over the first.</summary>
    ReverseOverReverse,
}
