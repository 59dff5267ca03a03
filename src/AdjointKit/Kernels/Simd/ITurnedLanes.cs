namespace AdjointKit.Kernels.Simd;

/// <summary>Registers of at most eight lanes, for kernels that turn neighbouring points of one line into lanes.</summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="T">The element.</typeparam>
internal unsafe interface ITurnedLanes<TVector, T> : ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>
    /// Eight rows of Width points, each a register of real and one of imaginary parts as loaded by LoadComplex, become Width points with a row to each lane, in
    /// the order of lanes that StoreComplex undoes: point i goes to position positions[i] of 8 / Width scratches, which lie <paramref name="distance"/> elements apart.
    /// </summary>
    static abstract void TurnEight(T* rows, T* scratch, nint distance, int* positions);
}
