namespace AdjointKit.Kernels.Simd;

/// <summary>
/// The few vector operations that a kernel needs, for one register width and element type. A kernel written against it has one text for all widths, and
/// because every operation is correctly rounded lane by lane (multiply-add always fused), one result for all widths.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <typeparam name="T">The element.</typeparam>
internal unsafe interface IVectorOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    static abstract int Width { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(TVector value, T* target);

    static abstract TVector Broadcast(T value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);
}
