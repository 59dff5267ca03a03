using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Elementwise;

/// <summary>What share of a derivative goes to one of two numbers: ties are split.</summary>
internal static class OrderShare
{
    /// <summary>1 where a is greater than b, 1/2 where they are equal, 0 where it is less.</summary>
    internal static Var OfLarger(Var a, Var b) => UntypedOps.Affine(0.5, UntypedOps.Add(UntypedOps.Greater(a, b), UntypedOps.GreaterOrEqual(a, b)), 0);
}
