using AdjointKit.Arrays;

namespace AdjointKit.Optimization;

/// <summary>What the precision of an element type means for an iteration.</summary>
internal static class Precision
{
    internal static bool IsSingle(ElementType type) => ElementTypes.RealOf(type) == ElementType.Float32;

    /// <summary>The largest relative error of one rounding.</summary>
    internal static double UnitRoundoff(ElementType type) => IsSingle(type) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    /// <summary>The relative tolerance of an iteration that is given none.</summary>
    internal static double Tolerance(ElementType type) => IsSingle(type) ? 1e-5 : 1e-10;
}
