namespace AdjointKit.Kernels.Simd;

/// <summary>
/// What the elementary functions need of a register of float or double, of any width. Every operation is correctly rounded, lane by lane, so a function
/// written against this has one text and one result for all widths. The two precisions share the text too: they differ in constants, which are named in
/// pairs. Comparisons give lanes of all ones or all zeros.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface IFunctionLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Whether lanes are float; else they are double.</summary>
    static abstract bool IsSingle { get; }

    static abstract TVector Zero { get; }

    /// <summary>All ones in the lanes 0, 2, 4, ...: the real parts of interleaved complex numbers.</summary>
    static abstract TVector EvenLanes { get; }

    /// <summary>A number in every lane: the one of the precision at hand.</summary>
    static abstract TVector Constant(float single, double number);

    /// <summary>A bit pattern in every lane: the one of the precision at hand.</summary>
    static abstract TVector BitPattern(int single, long number);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector SquareRoot(TVector value);

    /// <summary>The value where it is above the limit, else the limit; NaN where the value is NaN.</summary>
    static abstract TVector AtLeast(TVector limit, TVector value);

    /// <summary>The value where it is below the limit, else the limit; NaN where the value is NaN.</summary>
    static abstract TVector AtMost(TVector limit, TVector value);

    /// <summary>
    /// left and right, bit by bit; as whole numbers, like its two neighbours. The compiler runs on the thread that first needs a method, which may flush denormals: it then takes a mask that is
    /// a denormal as a floating-point number for zero (.NET 10, with AVX-512 an invalid instruction comes of it).
    /// </summary>
    static abstract TVector And(TVector left, TVector right);

    static abstract TVector Or(TVector left, TVector right);

    static abstract TVector ExclusiveOr(TVector left, TVector right);

    /// <summary>left &lt; right; false for NaN.</summary>
    static abstract TVector Less(TVector left, TVector right);

    /// <summary>left = right; false for NaN.</summary>
    static abstract TVector Equal(TVector left, TVector right);

    /// <summary>Whether the bits are the same.</summary>
    static abstract TVector EqualBits(TVector left, TVector right);

    /// <summary>The bits of <paramref name="yes"/> where the mask has ones, of <paramref name="no"/> elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector yes, TVector no);

    /// <summary>Whether any lane of a mask is set.</summary>
    static abstract bool Any(TVector mask);

    /// <summary>The sum of the bits as integers.</summary>
    static abstract TVector AddBits(TVector left, TVector right);

    /// <summary>The bits moved up by a number of places: the one of the precision at hand.</summary>
    static abstract TVector ShiftLeft(TVector value, int single, int number);

    /// <summary>The bits moved down by a number of places, zeros from above.</summary>
    static abstract TVector ShiftRight(TVector value, int single, int number);

    /// <summary>Lanes 0 and 1 exchanged, 2 and 3, ...</summary>
    static abstract TVector SwapPairs(TVector value);
}
