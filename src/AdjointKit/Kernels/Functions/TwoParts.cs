using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>Numbers as sums of two registers, the second about the rounding error of the first.</summary>
internal static class TwoParts
{
    /// <summary>a + b for |a| at least |b| (or a = 0), exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sum<TLanes, TVector>(TVector a, TVector b, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector sum = TLanes.Add(a, b);
        low = TLanes.Add(TLanes.Subtract(a, sum), b);
        return sum;
    }

    /// <summary>a b, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Product<TLanes, TVector>(TVector a, TVector b, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector product = TLanes.Multiply(a, b);
        low = TLanes.MultiplyAdd(a, b, Numbers<TLanes, TVector>.Negate(product));
        return product;
    }

    /// <summary>(a + aLow) / (b + bLow), to nearly twice the precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Quotient<TLanes, TVector>(TVector a, TVector aLow, TVector b, TVector bLow, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector inverse = TLanes.Divide(Numbers<TLanes, TVector>.One, b);
        TVector quotient = TLanes.Multiply(a, inverse);
        TVector minus = Numbers<TLanes, TVector>.Negate(quotient);
        TVector remainder = TLanes.Add(TLanes.MultiplyAdd(minus, b, a), TLanes.MultiplyAdd(minus, bLow, aLow));
        low = TLanes.Multiply(remainder, inverse);
        return quotient;
    }

    /// <summary>The square root of a + aLow, to nearly twice the precision; 0 of 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Root<TLanes, TVector>(TVector a, TVector aLow, out TVector low)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector root = TLanes.SquareRoot(a);
        TVector remainder = TLanes.Add(TLanes.MultiplyAdd(Numbers<TLanes, TVector>.Negate(root), root, a), aLow);
        low = TLanes.Divide(remainder, TLanes.Add(root, root));
        low = TLanes.Select(TLanes.Equal(root, TLanes.Zero), TLanes.Zero, low);
        return root;
    }
}
