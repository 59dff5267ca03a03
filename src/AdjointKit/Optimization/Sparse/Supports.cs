using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>Which elements of signals [samples, columns] are other than 0, and which are the largest. Picks have no derivative.</summary>
internal static class Supports
{
    /// <summary>1 where an element is other than 0.</summary>
    internal static Var Of(Var x)
    {
        Var size = UntypedOps.Abs(UntypedOps.StopGradient(x));
        return UntypedOps.Greater(size, UntypedOps.ConstantLike(size, 0));
    }

    /// <summary>Where in each sample the largest of real numbers stand, the largest first, of equal ones the first.</summary>
    internal static Var Largest(Var size, nint count) => UntypedOps.Slice(UntypedOps.Order(UntypedOps.StopGradient(size), 1, descending: true), 1, 0, count, 1);

    /// <summary>x with all but the largest magnitudes of each sample set to 0.</summary>
    internal static Var Limited(Var x, nint count)
    {
        Var kept = Largest(UntypedOps.Abs(UntypedOps.StopGradient(x)), count);
        return UntypedOps.ScatterAlong(UntypedOps.GatherAlong(x, kept, 1), kept, 1, x.Shape[1]);
    }

    /// <summary>A number per sample, or 1 where it is 0: to divide by.</summary>
    internal static Var Divisor(Var number)
    {
        Var zero = UntypedOps.ConstantLike(number, 0);
        return UntypedOps.Where(UntypedOps.Greater(number, zero), number, UntypedOps.ConstantLike(number, 1));
    }
}
