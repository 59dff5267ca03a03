using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>The derivative of a function of one number, by forward mode. Nested, it gives derivatives of any order.</summary>
/// <example>
/// <code>
/// static T F&lt;T&gt;(T x) where T : IFloatingPointIeee754&lt;T&gt; =&gt; T.Sin(x * x) * T.Exp(x);
///
/// double first = Derivative.Of(F, 0.5);
/// double second = Derivative.Of(x =&gt; Derivative.Of(F, x), 0.5);
/// </code>
/// </example>
public static class Derivative
{
    /// <summary>The derivative of f at x.</summary>
    /// <param name="f">A function.</param>
    /// <param name="x">Where to differentiate; it may itself carry derivatives.</param>
    public static T Of<T>(Func<Dual<T>, Dual<T>> f, T x)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(f);
        return f(new Dual<T>(x, T.One)).Tangent;
    }
}
