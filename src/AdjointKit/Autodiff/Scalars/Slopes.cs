using System.Numerics;

namespace AdjointKit.Autodiff;

/// <summary>
/// The derivatives of the functions of a number: each method returns the value and gives the slope. Written once for <see cref="Dual{T}"/> and
/// <see cref="Active{T}"/>; the number may itself carry derivatives, so that the slopes can be differentiated again.
/// </summary>
internal static partial class Slopes
{
    private static T Two<T>()
        where T : IFloatingPointIeee754<T> => T.One + T.One;

    private static T Reciprocal<T>(T x)
        where T : IFloatingPointIeee754<T> => T.One / x;

    /// <summary>(1 - x)(1 + x): 1 - x^2 without cancellation near 1.</summary>
    private static T OneMinusSquare<T>(T x)
        where T : IFloatingPointIeee754<T> => (T.One - x) * (T.One + x);
}
