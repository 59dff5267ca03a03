using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Autodiff;

/// <summary>
/// Reverse mode for scalar programs: a number that remembers how it was made. A method written for <c>T : IFloatingPointIeee754&lt;T&gt;</c> runs with it, branches,
/// loops, recursion and state included; comparisons look at the value. It nests with <see cref="Dual{T}"/> and itself: <c>Active&lt;Dual&lt;double&gt;&gt;</c> gives
/// Hessian times vector.
/// </summary>
/// <remarks>
/// <para>
/// The number changes by <c>partial</c> times the change of the value <c>key</c> of a <see cref="ScalarTape{T}"/>. Functions of one number, constants and several
/// uses of one value only change the partial; a record is written where two different values meet. So a record has two partials, and a program of n operations
/// far fewer than n records.
/// </para>
/// <para>The key finds the tape, so that nothing about it is global. A value of a tape that was closed or reset is refused where it would be recorded or swept.</para>
/// </remarks>
/// <typeparam name="T">The type of value and partial.</typeparam>
[DebuggerDisplay("{value} (active: {!IsConstant})")]
public readonly partial struct Active<T> : IFloatingPointIeee754<Active<T>>, IDifferential
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T value;
    private readonly T partial;

    // Upper half: the tag of the tape; lower half: the number of the record. 0: a constant.
    private readonly long key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Active(T value, T partial, long key)
    {
        this.value = value;
        this.partial = partial;
        this.key = key;
    }

    /// <summary>The number.</summary>
    public T Value => value;

    /// <inheritdoc/>
    bool IDifferential.IsIdenticallyZero => IsConstant && Strong.IsZero(value);

    internal T Partial => partial;

    internal long Key => key;

    internal bool IsConstant => key == 0;

    /// <summary>A number as a constant: no derivative passes through it.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Active<T>(T value) => Constant(value);

    /// <summary>The chain rule of a function of your own: what f(x) is, given its value and slope there.</summary>
    /// <param name="value">f(x).</param>
    /// <param name="slope">f'(x).</param>
    /// <param name="x">x.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> Chain(T value, T slope, Active<T> x) => new(value, Strong.Product(slope, x.partial), x.key);

    /// <summary>The chain rule of a function of your own of two numbers.</summary>
    /// <param name="value">f(x, y).</param>
    /// <param name="slopeX">The slope in x.</param>
    /// <param name="x">x.</param>
    /// <param name="slopeY">The slope in y.</param>
    /// <param name="y">y.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Active<T> Chain(T value, T slopeX, Active<T> x, T slopeY, Active<T> y)
    {
        T partialX = slopeX * x.partial;
        T partialY = slopeY * y.partial;
        if (Strong.MayHideNaN(partialX, partialY))
        {
            partialX = Strong.IsZero(slopeX) || Strong.IsZero(x.partial) ? T.Zero : partialX;
            partialY = Strong.IsZero(slopeY) || Strong.IsZero(y.partial) ? T.Zero : partialY;
        }

        return Join(value, partialX, x.key, partialY, y.key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Active<T> Constant(T value) => new(value, T.Zero, 0);

    /// <summary>A value that changes with two: by one partial if they are the same or one is a constant, else by a record of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Active<T> Join(T value, T partialX, long keyX, T partialY, long keyY)
    {
        if (keyX == keyY) return new(value, partialX + partialY, keyX);
        if (keyY == 0) return new(value, partialX, keyX);
        if (keyX == 0) return new(value, partialY, keyY);
        return new(value, T.One, ScalarTape<T>.Write(partialX, keyX, partialY, keyY));
    }
}
