namespace AdjointKit.Autodiff;

/// <content>Within a program that is itself differentiated or mapped: the sweeps are recorded.</content>
public static partial class Hvp
{
    /// <summary>The gradient of f at a variable and the Hessian times a direction, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="direction">The direction, of the shape of x.</param>
    /// <param name="mode">Which mode goes over the recorded gradient; the result is the same to rounding.</param>
    public static (Var<T> Gradient, Var<T> Product) Of<T>(Func<Var<T>, Var> f, Var<T> x, Var<T> direction, HvpMode mode = HvpMode.ForwardOverReverse)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        (Var[] gradients, Var[] products) = Of(Traced.Within(x.Tape, v => f(v[0].As<T>()), x), [direction], mode);
        return (gradients[0].As<T>(), products[0].As<T>());
    }

    /// <summary>The gradients of f at several variables and the Hessian over all of them times a direction, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="inputs">Where to differentiate; one variable or more, of one tape.</param>
    /// <param name="directions">One direction per input, of its shape.</param>
    /// <param name="mode">Which mode goes over the recorded gradients; the result is the same to rounding.</param>
    public static (Var<T>[] Gradients, Var<T>[] Products) Of<T>(
        Func<IReadOnlyList<Var<T>>, Var> f, IReadOnlyList<Var<T>> inputs, IReadOnlyList<Var<T>> directions, HvpMode mode = HvpMode.ForwardOverReverse)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(f);
        Var[] at = Typed.AtLeastOne(inputs);
        (Var[] gradients, Var[] products) = Of(Traced.Within(at[0].Tape, v => f(Typed.Variables<T>(v)), at), Typed.Untyped(directions), mode);
        return (Typed.Variables<T>(gradients), Typed.Variables<T>(products));
    }

    /// <summary>The gradient of f at the variables of a record and the Hessian over all of them times a direction, as variables on the same tape that can be differentiated again.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="at">Where to differentiate.</param>
    /// <param name="direction">The direction, say <see cref="Tape.Constants{TRecord}"/> of a record.</param>
    /// <param name="mode">Which mode goes over the recorded gradients; the result is the same to rounding.</param>
    public static (RecordVariables<TRecord> Gradient, RecordVariables<TRecord> Product) Of<TRecord>(
        Func<RecordVariables<TRecord>, Var> f, RecordVariables<TRecord> at, RecordVariables<TRecord> direction, HvpMode mode = HvpMode.ForwardOverReverse)
        where TRecord : IArrayRecord<TRecord>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(direction);
        (Var[] gradients, Var[] products) = Of(Traced.Within(at.Tape, v => f(at.With(v)), at.Variables), direction.Variables, mode);
        return (at.With(gradients), at.With(products));
    }

    private static (Var[] Gradients, Var[] Products) Of(Traced run, Var[] directions, HvpMode mode)
    {
        Var[] gradients = run.RecordedGradients();
        return (gradients, run.HessianTimes(gradients, directions, mode));
    }
}
