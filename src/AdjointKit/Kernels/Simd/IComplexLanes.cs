namespace AdjointKit.Kernels.Simd;

/// <summary>Registers of real and of imaginary parts, made from complex numbers that lie side by side.</summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="T">The element: a part of a number.</typeparam>
internal unsafe interface IComplexLanes<TVector, T> : IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>The real and the imaginary parts of Width complex numbers, in an order of lanes that <see cref="StoreComplex"/> and <see cref="StoreReal"/> undo.</summary>
    static abstract void LoadComplex(T* source, out TVector real, out TVector imaginary);

    /// <summary>Width complex numbers from their real and imaginary parts, in the order of lanes of <see cref="LoadComplex"/>.</summary>
    static abstract void StoreComplex(TVector real, TVector imaginary, T* target);

    /// <summary>Writes Width real numbers that stand in the order of lanes of <see cref="LoadComplex"/>, one for each complex number.</summary>
    static abstract void StoreReal(TVector value, T* target);

    /// <summary>Width real numbers, one for each complex number of <see cref="LoadComplex"/> and in its order of lanes.</summary>
    static abstract TVector LoadReal(T* source);
}
