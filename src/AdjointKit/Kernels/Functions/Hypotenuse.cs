using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Functions;

/// <summary>sqrt(a^2 + b^2) without overflow or underflow on the way: both are moved to the middle of the range first. Infinite if either is, even beside NaN.</summary>
/// <remarks>At most 1 unit of the last place from the exact value for float; 1 for double on a dense sample.</remarks>
internal readonly struct Hypotenuse : IFunctionOfTwo
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TLanes, TVector>(TVector a, TVector b)
        where TLanes : struct, IFunctionLanes<TVector>
        where TVector : unmanaged
    {
        TVector one = Numbers<TLanes, TVector>.One;
        TVector infinity = Numbers<TLanes, TVector>.Infinity;
        TVector absoluteA = Numbers<TLanes, TVector>.Absolute(a);
        TVector absoluteB = Numbers<TLanes, TVector>.Absolute(b);
        TVector swapped = TLanes.Less(absoluteA, absoluteB);
        TVector larger = TLanes.Select(swapped, absoluteB, absoluteA);
        TVector smaller = TLanes.Select(swapped, absoluteA, absoluteB);

        // 2^62 and 2^-62 (2^510 and 2^-510) bound what may be squared; beyond them both are moved by 90 (600) places.
        TVector big = TLanes.Less(TLanes.Constant(4.6116860e18f, 3.3519519824856493e153), larger);
        TVector small = TLanes.Less(larger, TLanes.Constant(2.1684043e-19f, 2.9833362924800827e-154));
        TVector down = TLanes.Constant(8.0779357e-28f, 2.4099198651028841e-181);
        TVector up = TLanes.Constant(1.2379401e27f, 4.149515568880993e180);
        TVector factor = TLanes.Select(big, down, TLanes.Select(small, up, one));
        TVector back = TLanes.Select(big, up, TLanes.Select(small, down, one));
        larger = TLanes.Multiply(larger, factor);
        smaller = TLanes.Multiply(smaller, factor);

        // The sum of squares in two parts, so that the root is rounded from nearly the right number.
        TVector square = TLanes.Multiply(larger, larger);
        TVector squareLow = TLanes.MultiplyAdd(larger, larger, Numbers<TLanes, TVector>.Negate(square));
        TVector sum = TLanes.Add(square, TLanes.MultiplyAdd(smaller, smaller, squareLow));
        TVector root = TLanes.Multiply(TLanes.SquareRoot(sum), back);
        TVector unbounded = TLanes.Or(TLanes.Equal(absoluteA, infinity), TLanes.Equal(absoluteB, infinity));
        return TLanes.Select(unbounded, infinity, root);
    }
}
