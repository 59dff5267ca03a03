using System.Numerics;

namespace AdjointKit.Autodiff;

/// <content>Steps, comparisons, choices, and what is made of them. Where a function has a kink its derivative there is as stated.</content>
public static partial class Ops
{
    /// <summary>The largest integer that is not above x; its derivative is 0.</summary>
    public static Var<T> Floor<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Floor(x));

    /// <summary>The smallest integer that is not below x; its derivative is 0.</summary>
    public static Var<T> Ceiling<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Ceiling(x));

    /// <summary>The nearest integer, of two the even one; its derivative is 0.</summary>
    public static Var<T> Round<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Round(x));

    /// <summary>x without its fraction; its derivative is 0.</summary>
    public static Var<T> Truncate<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Truncate(x));

    /// <summary>-1, 0 or 1; its derivative is 0.</summary>
    public static Var<T> Sign<T>(Var<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Sign(x));

    /// <summary>1 where a and b are equal, 0 elsewhere, broadcast; a constant to the tape.</summary>
    public static Var<T> Equal<T>(Var<T> a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Equal(a, b));

    /// <summary>1 where a is a number b, 0 elsewhere; a constant to the tape.</summary>
    public static Var<T> Equal<T>(Var<T> a, double b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Equal(a, UntypedOps.ConstantLike(a, b)));

    /// <summary>1 where a and b differ, 0 elsewhere, broadcast; a constant to the tape.</summary>
    public static Var<T> NotEqual<T>(Var<T> a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.NotEqual(a, b));

    /// <summary>1 where a is not a number b, 0 elsewhere; a constant to the tape.</summary>
    public static Var<T> NotEqual<T>(Var<T> a, double b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.NotEqual(a, UntypedOps.ConstantLike(a, b)));

    /// <summary>
    /// a where the condition is not 0, b elsewhere, broadcast. The condition (bool, byte or real of the precision of a and b) is not differentiated. What is not
    /// taken gets a sensitivity of exactly 0, whatever its partial derivatives are.
    /// </summary>
    public static Var<T> Where<TCondition, T>(Var<TCondition> condition, Var<T> a, Var<T> b)
        where TCondition : unmanaged
        where T : unmanaged => new(UntypedOps.Where(condition, a, b));

    /// <summary>a where the condition is not 0, a number elsewhere, broadcast; else as of two variables.</summary>
    public static Var<T> Where<TCondition, T>(Var<TCondition> condition, Var<T> a, Complex b)
        where TCondition : unmanaged
        where T : unmanaged => new(UntypedOps.Where(condition, a, UntypedOps.ConstantLike(a, b)));

    /// <summary>A number where the condition is not 0, b elsewhere, broadcast; else as of two variables.</summary>
    public static Var<T> Where<TCondition, T>(Var<TCondition> condition, Complex a, Var<T> b)
        where TCondition : unmanaged
        where T : unmanaged => new(UntypedOps.Where(condition, UntypedOps.ConstantLike(b, a), b));

    /// <summary>The larger of a and b, broadcast; NaN passes on. Where they are equal each gets half of the derivative.</summary>
    public static Var<T> Maximum<T>(Var<T> a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Maximum(a, b));

    /// <summary>The larger of a and a number b; NaN passes on. Where they are equal a gets half of the derivative.</summary>
    public static Var<T> Maximum<T>(Var<T> a, double b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Maximum(a, UntypedOps.ConstantLike(a, b)));

    /// <summary>The larger of a number a and b; NaN passes on. Where they are equal b gets half of the derivative.</summary>
    public static Var<T> Maximum<T>(double a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Maximum(b, a);

    /// <summary>The smaller of a and b, broadcast; NaN passes on. Where they are equal each gets half of the derivative.</summary>
    public static Var<T> Minimum<T>(Var<T> a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Minimum(a, b));

    /// <summary>The smaller of a and a number b; NaN passes on. Where they are equal a gets half of the derivative.</summary>
    public static Var<T> Minimum<T>(Var<T> a, double b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Minimum(a, UntypedOps.ConstantLike(a, b)));

    /// <summary>The smaller of a number a and b; NaN passes on. Where they are equal b gets half of the derivative.</summary>
    public static Var<T> Minimum<T>(double a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Minimum(b, a);

    /// <summary>x, but at least <paramref name="low"/> and at most <paramref name="high"/>, broadcast. Its derivative is 1 at the bounds too; beyond them it goes to the bound.</summary>
    public static Var<T> Clamp<T>(Var<T> x, Var<T> low, Var<T> high)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Clamp(x, low, high));

    /// <summary>x, but at least <paramref name="low"/> and at most <paramref name="high"/>. Its derivative is 1 at the bounds too.</summary>
    public static Var<T> Clamp<T>(Var<T> x, double low, double high)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Clamp(x, UntypedOps.ConstantLike(x, low), UntypedOps.ConstantLike(x, high)));

    /// <summary>sqrt(a^2 + b^2), broadcast, without overflow on the way. Its derivative where both are 0 is taken to be 0.</summary>
    public static Var<T> Hypot<T>(Var<T> a, Var<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Hypot(a, b));

    /// <summary>sqrt(a^2 + b^2) for a number b, without overflow on the way: the magnitude of a with its kink rounded off.</summary>
    public static Var<T> Hypot<T>(Var<T> a, double b)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Hypot(a, UntypedOps.ConstantLike(a, b)));

    /// <summary>x - divisor floor(x / divisor), broadcast: what is left has the sign of the divisor. Its derivative at the jumps is that from the right.</summary>
    public static Var<T> Remainder<T>(Var<T> x, Var<T> divisor)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Remainder(x, divisor));

    /// <summary>x - divisor floor(x / divisor) for a number: what is left has its sign. The derivative at the jumps is that from the right.</summary>
    public static Var<T> Remainder<T>(Var<T> x, double divisor)
        where T : unmanaged, IFloatingPointIeee754<T> => new(UntypedOps.Remainder(x, UntypedOps.ConstantLike(x, divisor)));

    /// <summary>x, a constant to the tape: no derivative passes through.</summary>
    public static Var<T> StopGradient<T>(Var<T> x)
        where T : unmanaged => new(UntypedOps.StopGradient(x));
}
