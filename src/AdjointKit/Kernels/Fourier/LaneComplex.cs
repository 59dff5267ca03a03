using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>One point of as many transforms as a register has lanes: a register of real parts and one of imaginary parts, which lie one after the other in scratch.</summary>
internal readonly unsafe struct LaneComplex<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    internal readonly TVector Real;
    internal readonly TVector Imaginary;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex(TVector real, TVector imaginary)
    {
        Real = real;
        Imaginary = imaginary;
    }

    /// <summary>The distance of two points in scratch, in elements.</summary>
    internal static int Step => 2 * TOps.Width;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<TOps, TVector, T> operator +(LaneComplex<TOps, TVector, T> a, LaneComplex<TOps, TVector, T> b) =>
        new(TOps.Add(a.Real, b.Real), TOps.Add(a.Imaginary, b.Imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<TOps, TVector, T> operator -(LaneComplex<TOps, TVector, T> a, LaneComplex<TOps, TVector, T> b) =>
        new(TOps.Subtract(a.Real, b.Real), TOps.Subtract(a.Imaginary, b.Imaginary));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static LaneComplex<TOps, TVector, T> Load(T* point) => new(TOps.Load(point), TOps.Load(point + TOps.Width));

    /// <summary>The point times one complex number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static LaneComplex<TOps, TVector, T> LoadTimes(T* point, T* factor)
    {
        TVector real = TOps.Load(point);
        TVector imaginary = TOps.Load(point + TOps.Width);
        TVector c = TOps.Broadcast(factor[0]);
        TVector s = TOps.Broadcast(factor[1]);
        return new(TOps.MultiplySubtract(real, c, TOps.Multiply(imaginary, s)), TOps.MultiplyAdd(real, s, TOps.Multiply(imaginary, c)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Store(T* point)
    {
        TOps.Store(Real, point);
        TOps.Store(Imaginary, point + TOps.Width);
    }

    /// <summary>Stores with real and imaginary part exchanged: a transform between two exchanges is n times the inverse one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void StoreExchanged(T* point)
    {
        TOps.Store(Imaginary, point);
        TOps.Store(Real, point + TOps.Width);
    }

    /// <summary>The product with another point, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> Times(LaneComplex<TOps, TVector, T> factor) =>
        new(TOps.MultiplySubtract(Real, factor.Real, TOps.Multiply(Imaginary, factor.Imaginary)), TOps.MultiplyAdd(Real, factor.Imaginary, TOps.Multiply(Imaginary, factor.Real)));

    /// <summary>The product with the conjugate of another point, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> TimesConjugate(LaneComplex<TOps, TVector, T> factor) =>
        new(TOps.MultiplyAdd(Real, factor.Real, TOps.Multiply(Imaginary, factor.Imaginary)), TOps.MultiplySubtract(Imaginary, factor.Real, TOps.Multiply(Real, factor.Imaginary)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> Scaled(TVector factor) => new(TOps.Multiply(Real, factor), TOps.Multiply(Imaginary, factor));

    /// <summary>this + factor b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> PlusScaled(TVector factor, LaneComplex<TOps, TVector, T> b) =>
        new(TOps.MultiplyAdd(factor, b.Real, Real), TOps.MultiplyAdd(factor, b.Imaginary, Imaginary));

    /// <summary>this - factor b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> MinusScaled(TVector factor, LaneComplex<TOps, TVector, T> b) =>
        new(TOps.NegateMultiplyAdd(factor, b.Real, Real), TOps.NegateMultiplyAdd(factor, b.Imaginary, Imaginary));

    /// <summary>this + i b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> PlusTurned(LaneComplex<TOps, TVector, T> b) =>
        new(TOps.Subtract(Real, b.Imaginary), TOps.Add(Imaginary, b.Real));

    /// <summary>this - i b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> MinusTurned(LaneComplex<TOps, TVector, T> b) =>
        new(TOps.Add(Real, b.Imaginary), TOps.Subtract(Imaginary, b.Real));

    /// <summary>this + i factor b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> PlusTurnedScaled(TVector factor, LaneComplex<TOps, TVector, T> b) =>
        new(TOps.NegateMultiplyAdd(factor, b.Imaginary, Real), TOps.MultiplyAdd(factor, b.Real, Imaginary));

    /// <summary>this - i factor b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal LaneComplex<TOps, TVector, T> MinusTurnedScaled(TVector factor, LaneComplex<TOps, TVector, T> b) =>
        new(TOps.MultiplyAdd(factor, b.Imaginary, Real), TOps.NegateMultiplyAdd(factor, b.Real, Imaginary));
}
