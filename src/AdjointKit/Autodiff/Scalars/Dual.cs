using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Autodiff;

/// <summary>
/// Forward mode for scalar programs: a number and how it changes. A method written for <c>T : IFloatingPointIeee754&lt;T&gt;</c> runs with it, branches, loops and
/// recursion included; comparisons look at the value. Duals nest: <c>Dual&lt;Dual&lt;double&gt;&gt;</c> has second derivatives,
/// <c>Dual&lt;Active&lt;double&gt;&gt;</c> gradients of directional derivatives.
/// </summary>
/// <typeparam name="T">The type of value and tangent.</typeparam>
[DebuggerDisplay("{value} (tangent {tangent})")]
public readonly partial struct Dual<T> : IFloatingPointIeee754<Dual<T>>, IDifferential
    where T : IFloatingPointIeee754<T>
{
    private readonly T value;
    private readonly T tangent;

    /// <summary>A number and how it changes.</summary>
    /// <param name="value">The number.</param>
    /// <param name="tangent">How it changes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Dual(T value, T tangent)
    {
        this.value = value;
        this.tangent = tangent;
    }

    /// <summary>The number.</summary>
    public T Value => value;

    /// <summary>How it changes.</summary>
    public T Tangent => tangent;

    /// <inheritdoc/>
    bool IDifferential.IsIdenticallyZero => Strong.IsZero(value) && Strong.IsZero(tangent);

    private bool IsConstant => Strong.IsZero(tangent);

    /// <summary>A number as a constant: its tangent is zero.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Dual<T>(T value) => Constant(value);

    /// <summary>The chain rule of a function of your own: what f(x) is, given its value and slope there.</summary>
    /// <param name="value">f(x).</param>
    /// <param name="slope">f'(x).</param>
    /// <param name="x">x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Chain(T value, T slope, Dual<T> x) => new(value, Strong.Product(slope, x.tangent));

    /// <summary>The chain rule of a function of your own of two numbers.</summary>
    /// <param name="value">f(x, y).</param>
    /// <param name="slopeX">The slope in x.</param>
    /// <param name="x">x.</param>
    /// <param name="slopeY">The slope in y.</param>
    /// <param name="y">y.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual<T> Chain(T value, T slopeX, Dual<T> x, T slopeY, Dual<T> y) =>
        new(value, Strong.Product(slopeX, x.tangent) + Strong.Product(slopeY, y.tangent));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Dual<T> Constant(T value) => new(value, T.Zero);
}
