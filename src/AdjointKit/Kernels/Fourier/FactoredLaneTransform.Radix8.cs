using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Fourier;

/// <content>Butterflies of 8 and 4 points.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    private static readonly T HalfRoot = T.CreateChecked(Math.Sqrt(0.5));

    private static void Radix8(T* block, int legs, T* twiddles)
    {
        nint leg = (nint)legs * LaneComplex<TOps, TVector, T>.Step;
        Butterfly8(block, leg);
        TVector half = TOps.Broadcast(HalfRoot);
        for (int k = 1; k < legs; k++)
        {
            T* p = block + ((nint)k * LaneComplex<TOps, TVector, T>.Step);
            T* w = twiddles + ((nint)k * 14);
            var a0 = LaneComplex<TOps, TVector, T>.Load(p);
            var a4 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (4 * leg), w + 6);
            var a2 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (2 * leg), w + 2);
            var a6 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (6 * leg), w + 10);
            var s0 = a0 + a4;
            var d0 = a0 - a4;
            var s2 = a2 + a6;
            var d2 = a2 - a6;
            var e0 = s0 + s2;
            var e2 = s0 - s2;
            var e1 = d0.MinusTurned(d2);
            var e3 = d0.PlusTurned(d2);
            var a1 = LaneComplex<TOps, TVector, T>.LoadTimes(p + leg, w);
            var a5 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (5 * leg), w + 8);
            var a3 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (3 * leg), w + 4);
            var a7 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (7 * leg), w + 12);
            Finish8(p, leg, half, e0, e1, e2, e3, a1, a3, a5, a7);
        }
    }

    /// <summary>The butterfly whose twiddles are all 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly8(T* p, nint leg)
    {
        TVector half = TOps.Broadcast(HalfRoot);
        var a0 = LaneComplex<TOps, TVector, T>.Load(p);
        var a4 = LaneComplex<TOps, TVector, T>.Load(p + (4 * leg));
        var a2 = LaneComplex<TOps, TVector, T>.Load(p + (2 * leg));
        var a6 = LaneComplex<TOps, TVector, T>.Load(p + (6 * leg));
        var s0 = a0 + a4;
        var d0 = a0 - a4;
        var s2 = a2 + a6;
        var d2 = a2 - a6;
        var e0 = s0 + s2;
        var e2 = s0 - s2;
        var e1 = d0.MinusTurned(d2);
        var e3 = d0.PlusTurned(d2);
        var a1 = LaneComplex<TOps, TVector, T>.Load(p + leg);
        var a5 = LaneComplex<TOps, TVector, T>.Load(p + (5 * leg));
        var a3 = LaneComplex<TOps, TVector, T>.Load(p + (3 * leg));
        var a7 = LaneComplex<TOps, TVector, T>.Load(p + (7 * leg));
        Finish8(p, leg, half, e0, e1, e2, e3, a1, a3, a5, a7);
    }

    /// <summary>Joins the transform e of the even legs with the odd legs: w_8^1 = (1 - i) / sqrt 2, w_8^2 = -i, w_8^3 = (-1 - i) / sqrt 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish8(
        T* p,
        nint leg,
        TVector half,
        LaneComplex<TOps, TVector, T> e0,
        LaneComplex<TOps, TVector, T> e1,
        LaneComplex<TOps, TVector, T> e2,
        LaneComplex<TOps, TVector, T> e3,
        LaneComplex<TOps, TVector, T> a1,
        LaneComplex<TOps, TVector, T> a3,
        LaneComplex<TOps, TVector, T> a5,
        LaneComplex<TOps, TVector, T> a7)
    {
        var s1 = a1 + a5;
        var d1 = a1 - a5;
        var s3 = a3 + a7;
        var d3 = a3 - a7;
        var o0 = s1 + s3;
        var o2 = s1 - s3;
        (e0 + o0).Store(p);
        (e0 - o0).Store(p + (4 * leg));
        e2.MinusTurned(o2).Store(p + (2 * leg));
        e2.PlusTurned(o2).Store(p + (6 * leg));
        var o1 = d1.MinusTurned(d3);
        var t1 = new LaneComplex<TOps, TVector, T>(TOps.Add(o1.Real, o1.Imaginary), TOps.Subtract(o1.Imaginary, o1.Real));
        e1.PlusScaled(half, t1).Store(p + leg);
        e1.MinusScaled(half, t1).Store(p + (5 * leg));
        var o3 = d1.PlusTurned(d3);
        var t3 = new LaneComplex<TOps, TVector, T>(TOps.Subtract(o3.Real, o3.Imaginary), TOps.Add(o3.Real, o3.Imaginary));
        e3.MinusScaled(half, t3).Store(p + (3 * leg));
        e3.PlusScaled(half, t3).Store(p + (7 * leg));
    }

    private static void Radix4(T* block, int legs, T* twiddles)
    {
        nint leg = (nint)legs * LaneComplex<TOps, TVector, T>.Step;
        Finish4(block, leg, LaneComplex<TOps, TVector, T>.Load(block + leg), LaneComplex<TOps, TVector, T>.Load(block + (2 * leg)), LaneComplex<TOps, TVector, T>.Load(block + (3 * leg)));
        for (int k = 1; k < legs; k++)
        {
            T* p = block + ((nint)k * LaneComplex<TOps, TVector, T>.Step);
            T* w = twiddles + ((nint)k * 6);
            var a2 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (2 * leg), w + 2);
            var a1 = LaneComplex<TOps, TVector, T>.LoadTimes(p + leg, w);
            var a3 = LaneComplex<TOps, TVector, T>.LoadTimes(p + (3 * leg), w + 4);
            Finish4(p, leg, a1, a2, a3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish4(T* p, nint leg, LaneComplex<TOps, TVector, T> a1, LaneComplex<TOps, TVector, T> a2, LaneComplex<TOps, TVector, T> a3)
    {
        var a0 = LaneComplex<TOps, TVector, T>.Load(p);
        var s0 = a0 + a2;
        var d0 = a0 - a2;
        var s1 = a1 + a3;
        var d1 = a1 - a3;
        (s0 + s1).Store(p);
        d0.MinusTurned(d1).Store(p + leg);
        (s0 - s1).Store(p + (2 * leg));
        d0.PlusTurned(d1).Store(p + (3 * leg));
    }
}
