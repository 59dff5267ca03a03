namespace AdjointKit.Kernels.Simd;

/// <summary>
/// What kernels on lines of complex numbers need besides arithmetic: registers of real and of imaginary parts made from the lines of an array, one line to a lane.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="T">The element.</typeparam>
internal unsafe interface ILaneOperations<TVector, T> : IComplexLanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>How many points <see cref="LoadLines"/> and <see cref="StoreLines"/> move at once.</summary>
    static abstract int BlockPoints { get; }

    /// <summary>left * right - subtrahend, rounded once.</summary>
    static abstract TVector MultiplySubtract(TVector left, TVector right, TVector subtrahend);

    /// <summary>addend - left * right, rounded once.</summary>
    static abstract TVector NegateMultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>
    /// Reads BlockPoints complex numbers of each of Width lines (line l begins at source + offsets[l]) and writes point i to the pair of registers number
    /// positions[i] of the scratch: its real parts to the first register, or to the second if exchanged.
    /// </summary>
    static abstract void LoadLines(T* source, nint* offsets, T* scratch, int* positions, bool exchanged);

    /// <summary>Writes the BlockPoints points that begin at <paramref name="scratch"/>, multiplied by a factor, to Width lines.</summary>
    static abstract void StoreLines(T* scratch, T factor, T* target, nint* offsets, bool exchanged);

    /// <summary>Whether two neighbouring points of lines are read at once rather than one: they fill 16 bytes of a line.</summary>
    static abstract bool ReadsPairs { get; }

    /// <summary>One point of each of Width lines that lie a stride apart, in the order of lanes of neighbouring numbers.</summary>
    static abstract void GatherPoint(T* source, nint stride, out TVector real, out TVector imaginary);

    /// <summary>Two neighbouring points of each of Width lines, in the same order.</summary>
    static abstract void GatherPair(T* source, nint stride, out TVector real0, out TVector imaginary0, out TVector real1, out TVector imaginary1);
}
