using System.Numerics;
using System.Runtime.CompilerServices;

namespace AdjointKit.Autodiff;

/// <summary>
/// Products of derivatives with strong zeros: where a factor is zero the product is zero, even if the other one is infinite or no number. So a branch that is not
/// used, or an input that does not matter, never spoils a gradient.
/// </summary>
internal static class Strong
{
    /// <summary>a b, zero where a or b is. Only a product that is no number needs a second look, so that an ordinary one costs one comparison more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Product<T>(T a, T b)
        where T : IFloatingPointIeee754<T>
    {
        T product = a * b;
        return T.IsNaN(product) && (IsZero(a) || IsZero(b)) ? T.Zero : product;
    }

    /// <summary>Whether one of two is no number. Of plain numbers it may also say so of two opposite infinities: they are looked at once more in vain.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool MayHideNaN<T>(T a, T b)
        where T : IFloatingPointIeee754<T>
    {
        if (!IsPlain<T>()) return T.IsNaN(a) || T.IsNaN(b);
        T sum = a + b;
        return T.IsNaN(sum);
    }

    /// <summary>Whether a number is zero with all its derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsZero<T>(T x)
        where T : IFloatingPointIeee754<T> => IsPlain<T>() ? T.IsZero(x) : x is IDifferential ? ((IDifferential)x).IsIdenticallyZero : T.IsZero(x);

    /// <summary>A number that carries no derivative of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Number<T>(double x)
        where T : IFloatingPointIeee754<T> => typeof(T) == typeof(double) ? (T)(object)x : T.CreateChecked(x);

    // Known to the compiler, which removes the other branch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPlain<T>() => typeof(T) == typeof(double) || typeof(T) == typeof(float);
}

/// <summary>A number that carries derivatives.</summary>
internal interface IDifferential
{
    /// <summary>Whether value and all derivatives are zero.</summary>
    bool IsIdenticallyZero { get; }
}
