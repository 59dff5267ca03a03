using System.Numerics;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Reductions;

/// <summary>The extreme of some numbers, and where it stands first.</summary>
internal struct Candidate
{
    internal double Value;
    internal long Index;
}

/// <summary>Where the largest or the smallest number of a block stands: the first of equal ones; the first NaN if there is one.</summary>
internal static unsafe class FirstPlace
{
    internal static Candidate Find<TReduction, T>(byte* x, int count)
        where TReduction : struct, IReduction
        where T : unmanaged
    {
        double extreme = LaneTree.Reduce<TReduction, T>((T*)x, count);
        return new Candidate { Value = extreme, Index = IndexOf((T*)x, count, extreme) };
    }

    /// <summary>The better of the candidates of a block and of a later one.</summary>
    internal static Candidate Better<TReduction>(Candidate earlier, Candidate later)
        where TReduction : struct, IReduction
    {
        bool keeps = double.IsNaN(earlier.Value) || TReduction.Combine(earlier.Value, later.Value) == earlier.Value;
        return keeps ? earlier : later;
    }

    private static int IndexOf<T>(T* x, int count, double number)
        where T : unmanaged
    {
        // NaN alone differs from itself.
        bool seeksNaN = double.IsNaN(number);
        var sought = Vector512.Create(number);
        int i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector512<double> numbers = Doubles.Load(x + i);
            ulong found = seeksNaN ? ~Vector512.Equals(numbers, numbers).ExtractMostSignificantBits() & 0xFF : Vector512.Equals(numbers, sought).ExtractMostSignificantBits();
            if (found != 0) return i + BitOperations.TrailingZeroCount(found);
        }

        while (i < count - 1 && !(seeksNaN ? double.IsNaN(Doubles.Load1(x + i)) : Doubles.Load1(x + i) == number)) i++;
        return i;
    }
}
