using System.Numerics;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>The matrix of all second derivatives of a real function: f and its gradient run once, recorded; then one sweep per row, or per colour of a pattern.</summary>
public static partial class Hessian
{
    /// <summary>The gradient of f at x and its Hessian, of the shape of x twice. The caller owns both arrays.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static (NdArray<T> Gradient, NdArray<T> Hessian) Of<T>(Func<Var<T>, Var> f, NdArray<T> x, Devices.Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (NdArray<T> gradient, NdArray<T> hessian) = Jacobian.Of<T, T>(variable => Gradient.Of(f, variable), x, compute);
        return (gradient, hessian);
    }

    /// <summary>Where the Hessian of f may differ from zero, at x and wherever f takes the branches it takes there, symmetric: as <see cref="Jacobian.PatternOf"/> of the gradient.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives.</param>
    /// <param name="x">Where to look.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    public static SparsityPattern PatternOf<T>(Func<Var<T>, Var> f, NdArray<T> x, Devices.Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SparsityPattern found = Jacobian.PatternOf<T>(variable => Gradient.Of(f, variable), x, compute);
        return SparsityPattern.Of(found.Rows, found.Columns, found.Entries.Concat(found.Transposed().Entries));
    }

    /// <summary>The gradient of f at a variable and its Hessian, of the shape of x twice, as variables on the same tape that can be differentiated again. Each of its sweeps stays on the tape.</summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives. It may use other variables of the tape; they are held fixed.</param>
    /// <param name="x">Where to differentiate.</param>
    public static (Var<T> Gradient, Var<T> Hessian) Of<T>(Func<Var<T>, Var> f, Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (Var<T> gradient, Var<T> hessian) = Jacobian.Of(variable => Gradient.Of(f, variable), x);
        return (gradient, hessian);
    }

    /// <summary>
    /// The gradient of f at x and the entries of its Hessian at which it may differ from zero, in the order of the pattern: one sweep per colour of a star colouring.
    /// The caller owns both arrays.
    /// </summary>
    /// <param name="f">A function that gives a real number, built from ops that have second derivatives.</param>
    /// <param name="x">Where to differentiate.</param>
    /// <param name="pattern">Where the Hessian may differ from zero; symmetric, with or without its diagonal.</param>
    /// <param name="compute">Where to compute; null: on the CPU, on the calling thread.</param>
    /// <exception cref="ArgumentException">The pattern is not symmetric or not of the Hessian's size.</exception>
    public static (NdArray<T> Gradient, NdArray<T> Entries) Of<T>(Func<Var<T>, Var> f, NdArray<T> x, SparsityPattern pattern, Devices.Compute? compute = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(pattern);
        pattern.Require(x.Count, x.Count, "Hessian");
        if (!pattern.Transposed().Entries.SequenceEqual(pattern.Entries)) throw new ArgumentException("the pattern of a Hessian is symmetric, and this one is not", nameof(pattern));
        using Gradient.Scope scope = new(compute);
        Tape tape = scope.Tape;
        Var<T> input = tape.Input(x);
        Var loss = f(input);
        Span<Var> gradients = [default];
        tape.Gradients(loss, tape.OneLike(loss), [input], gradients, record: true);
        Var gradient = gradients[0];
        var products = new CompressedColumns<T>(tape, Colouring.Star(pattern), x.Shape, x.Shape, seed => tape.PushForward(gradient, [input], [tape.Constant(seed)], record: false));
        T[] entries = [.. pattern.Entries.Select(entry => Colouring.IsAlone(pattern, products.Colours, entry.Row, entry.Column)
            ? products[entry.Row, entry.Column]
            : products[entry.Column, entry.Row])];
        return (tape.CopyOut<T>(gradient), NdArray.From(entries));
    }
}
