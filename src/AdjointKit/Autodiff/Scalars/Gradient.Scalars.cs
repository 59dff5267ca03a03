using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>Scalar programs.</summary>
/// <example>
/// <code>
/// static T Rosenbrock&lt;T&gt;(ReadOnlySpan&lt;T&gt; x) where T : IFloatingPointIeee754&lt;T&gt; { ... }
///
/// (double value, double[] gradient) = Gradient.Of(Rosenbrock, [-1.2, 1.0]);
/// </code>
/// </example>
public static partial class Gradient
{
    /// <summary>The value of f at x and its gradient: f runs once, whatever the number of arguments.</summary>
    /// <param name="f">A function of numbers: a generic method, or one of <see cref="Active{T}"/>.</param>
    /// <param name="x">Where to differentiate; the numbers may themselves carry derivatives.</param>
    public static (T Value, T[] Gradient) Of<T>(ScalarFunction<Active<T>> f, ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var gradient = new T[x.Length];
        return (Of(f, x, gradient), gradient);
    }

    /// <summary>The value of f at x; the gradient goes to an array of the caller. From the second call on nothing is allocated.</summary>
    /// <param name="f">A function of numbers: a generic method, or one of <see cref="Active{T}"/>.</param>
    /// <param name="x">Where to differentiate; the numbers may themselves carry derivatives.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public static T Of<T>(ScalarFunction<Active<T>> f, ReadOnlySpan<T> x, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        if (gradient.Length != x.Length) throw new ArgumentException($"a gradient of {gradient.Length} numbers does not fit {x.Length} arguments", nameof(gradient));
        using IdleTape<T>.Loan loan = IdleTape<T>.Borrow();
        ReadOnlySpan<Active<T>> inputs = loan.Tape.Inputs(x);
        Active<T> y = f(inputs);
        loan.Tape.Backward(y);
        loan.Tape.Adjoints(inputs, gradient);
        return y.Value;
    }
}
