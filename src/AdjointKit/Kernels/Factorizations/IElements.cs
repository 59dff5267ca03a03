using System.Numerics;

namespace AdjointKit.Kernels.Factorizations;

/// <summary>
/// What factorisations need of their numbers besides arithmetic: one text serves real and complex matrices. All of them are carried in float64, whatever the
/// precision of the arrays. Runs are done in 256-bit lanes with fused multiply-adds, the rest of a run one number at a time: the bits do not depend on the processor.
/// </summary>
internal unsafe interface IElements<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The doubles of a number.</summary>
    static abstract int Parts { get; }

    static abstract T From(double real);

    static abstract double Real(T x);

    static abstract T Conjugate(T x);

    static abstract double AbsSquared(T x);

    /// <summary>A magnitude to choose pivots by.</summary>
    static abstract double Size(T x);

    /// <summary>y += a x.</summary>
    static abstract void AddScaled(T a, T* x, T* y, nint count);

    /// <summary>sum x y, no conjugate.</summary>
    static abstract T Dot(T* x, T* y, nint count);
}
