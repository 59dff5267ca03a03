using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// The transform of n = 2 m real points from that of m complex ones z[j] = x[2 j] + i x[2 j + 1]. With S = Z[k] + conj Z[m - k], D = Z[k] - conj Z[m - k]
/// and t = -(i / 2) exp(-2 pi i k / n): X[k] = S / 2 + t D, X[m - k] = conj(S / 2 - t D); and back: Z[k] = S / 2 + conj(t) D, Z[m - k] = conj(S / 2 - conj(t) D),
/// S and D made of X.
/// </summary>
internal sealed unsafe class RealSplit<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int half;
    private readonly Storage tables;
    private readonly T* turns;

    internal RealSplit(int length)
    {
        half = length / 2;
        int pairs = half / 2;
        tables = Storage.Rent((nint)(pairs + 1) * 2 * sizeof(T), null, "the twiddles of a real Fourier transform");
        turns = (T*)tables.Pointer;
        for (int k = 0; k <= pairs; k++)
        {
            Complex root = RootsOfUnity.Root(k, length);
            turns[2 * (nint)k] = T.CreateChecked(root.Imaginary / 2);
            turns[(2 * (nint)k) + 1] = T.CreateChecked(-root.Real / 2);
        }
    }

    /// <summary>Turns the m coefficients in the scratch, in natural order, into m + 1 of the real transform.</summary>
    internal void AfterForward(T* scratch)
    {
        nint step = LaneComplex<TOps, TVector, T>.Step;
        var z = LaneComplex<TOps, TVector, T>.Load(scratch);
        new LaneComplex<TOps, TVector, T>(TOps.Add(z.Real, z.Imaginary), TOps.Zero).Store(scratch);
        new LaneComplex<TOps, TVector, T>(TOps.Subtract(z.Real, z.Imaginary), TOps.Zero).Store(scratch + (half * step));
        for (int k = 1; k <= half / 2; k++)
        {
            T* low = scratch + (k * step);
            T* high = scratch + ((half - k) * step);
            Join(low, high, Turn(k), out LaneComplex<TOps, TVector, T> first, out LaneComplex<TOps, TVector, T> second);
            first.Store(low);
            second.Store(high);
        }
    }

    /// <summary>
    /// Turns the m + 1 coefficients at <paramref name="positions"/> (the last one at entry m) into the m complex ones of the half-length transform, at the
    /// same positions and with their parts exchanged: ready for an inverse transform. The imaginary parts of the first and the last one are ignored.
    /// </summary>
    internal void BeforeInverse(T* scratch, int* positions)
    {
        nint step = LaneComplex<TOps, TVector, T>.Step;
        T* zero = scratch + (positions[0] * step);
        TVector first = TOps.Load(zero);
        TVector last = TOps.Load(scratch + (positions[half] * step));
        TVector oneHalf = TOps.Broadcast(T.CreateChecked(0.5));
        new LaneComplex<TOps, TVector, T>(TOps.Multiply(oneHalf, TOps.Add(first, last)), TOps.Multiply(oneHalf, TOps.Subtract(first, last))).StoreExchanged(zero);
        for (int k = 1; k <= half / 2; k++)
        {
            T* low = scratch + (positions[k] * step);
            T* high = scratch + (positions[half - k] * step);
            var turn = Turn(k);
            Join(low, high, new LaneComplex<TOps, TVector, T>(turn.Real, TOps.Subtract(TOps.Zero, turn.Imaginary)), out LaneComplex<TOps, TVector, T> a, out LaneComplex<TOps, TVector, T> b);
            a.StoreExchanged(low);
            b.StoreExchanged(high);
        }
    }

    private static void Join(T* low, T* high, LaneComplex<TOps, TVector, T> turn, out LaneComplex<TOps, TVector, T> first, out LaneComplex<TOps, TVector, T> second)
    {
        var a = LaneComplex<TOps, TVector, T>.Load(low);
        var b = LaneComplex<TOps, TVector, T>.Load(high);
        TVector oneHalf = TOps.Broadcast(T.CreateChecked(0.5));
        var sum = new LaneComplex<TOps, TVector, T>(TOps.Add(a.Real, b.Real), TOps.Subtract(a.Imaginary, b.Imaginary));
        var difference = new LaneComplex<TOps, TVector, T>(TOps.Subtract(a.Real, b.Real), TOps.Add(a.Imaginary, b.Imaginary));
        var turned = difference.Times(turn);
        first = turned.PlusScaled(oneHalf, sum);
        second = new LaneComplex<TOps, TVector, T>(TOps.MultiplySubtract(oneHalf, sum.Real, turned.Real), TOps.NegateMultiplyAdd(oneHalf, sum.Imaginary, turned.Imaginary));
    }

    private LaneComplex<TOps, TVector, T> Turn(int k) => new(TOps.Broadcast(turns[2 * (nint)k]), TOps.Broadcast(turns[(2 * (nint)k) + 1]));
}
