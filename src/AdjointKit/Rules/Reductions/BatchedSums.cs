using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Reductions;

/// <summary>Sums over all elements of each member of a batch.</summary>
internal static class BatchedSums
{
    /// <summary>The sums over the axes behind the hidden ones, which are left.</summary>
    internal static Var OverMembers(Var x, int hidden)
    {
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        lengths = lengths[..x.Shape.Rank];
        lengths.Fill(1);
        x.Shape.Lengths[..hidden].CopyTo(lengths);
        return UntypedOps.Reshape(UntypedOps.SumTo(x, new Shape(lengths)), new Shape(lengths[..hidden]));
    }
}
