using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>Hessian times vector, by forward mode over reverse mode: the backward sweep is recorded, and a tangent goes through all of it.</summary>
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
        if (direction.Shape != x.Shape) throw new ArgumentException($"a direction of shape {direction.Shape} does not fit an input of shape {x.Shape}", nameof(direction));
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        Var<T> input = tape.Input(x);
        Var loss = f(input);
        Span<Var> gradient = [default];
        tape.Gradients(loss, tape.OneLike(loss), [input], gradient, record: true);
        Var product = mode == HvpMode.ForwardOverReverse
            ? tape.PushForward(gradient[0], [input], [tape.Constant(direction)], record: false)
            : GradientAlong(tape, gradient[0], input, tape.Constant(direction));
        return (tape.CopyOut<T>(gradient[0]), tape.CopyOut<T>(product));
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
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(directions);
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        var variables = new Var<T>[inputs.Count];
        var untyped = new Var[inputs.Count];
        var tangents = new Var[inputs.Count];
        var gradients = new Var[inputs.Count];
        for (int k = 0; k < variables.Length; k++)
        {
            if (directions[k].Shape != inputs[k].Shape) throw new ArgumentException($"direction {k} of shape {directions[k].Shape} does not fit an input of shape {inputs[k].Shape}", nameof(directions));
            variables[k] = tape.Input(inputs[k]);
            untyped[k] = variables[k];
            tangents[k] = tape.Constant(directions[k]);
        }

        Var loss = f(variables);
        tape.Gradients(loss, tape.OneLike(loss), untyped, gradients, record: true);
        NdArray<T>[] values = [.. gradients.Select(tape.CopyOut<T>)];
        if (mode == HvpMode.ForwardOverReverse) return (values, [.. gradients.Select(gradient => tape.CopyOut<T>(tape.PushForward(gradient, untyped, tangents, record: false)))]);
        Var slope = SlopeAlong(gradients[0], tangents[0]);
        for (int k = 1; k < gradients.Length; k++) slope += SlopeAlong(gradients[k], tangents[k]);
        var products = new Var[inputs.Count];
        tape.Gradients(slope, tape.OneLike(slope), untyped, products, record: false);
        return (values, [.. products.Select(tape.CopyOut<T>)]);
    }

    private static Var SlopeAlong(Var gradient, Var direction) => UntypedOps.Real(UntypedOps.InnerProduct(gradient, direction));

    /// <summary>The gradient of Re(g, v) with respect to x: for the Hessian is symmetric, that is H v again.</summary>
    private static Var GradientAlong(Tape tape, Var gradient, Var x, Var direction)
    {
        Var slope = SlopeAlong(gradient, direction);
        Span<Var> product = [default];
        tape.Gradients(slope, tape.OneLike(slope), [x], product, record: false);
        return product[0];
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
