using System.Numerics;

namespace AdjointKit.Optimization.Steps;

/// <summary>A number in a step: on the host, or a variable of rank 0.</summary>
internal interface IStepScalar<TSelf>
    : IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>, IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, IStepScalar<TSelf>
{
    static abstract TSelf Sqrt(TSelf x);

    /// <summary>sqrt(a^2 + b^2) of real numbers.</summary>
    static abstract TSelf Hypot(TSelf a, TSelf b);

    /// <summary>Whether a number is exactly 0: of two branches the one that is taken is differentiated.</summary>
    static abstract bool IsZero(TSelf x);
}
