using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Fourier;

/// <content>Butterflies of 2, 3 and 5 points.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    private static readonly T Half = T.CreateChecked(0.5);
    private static readonly T Sine3 = T.CreateChecked(Math.Sqrt(0.75));
    private static readonly T Cosine5 = T.CreateChecked(RootsOfUnity.Root(1, 5).Real);
    private static readonly T Sine5 = T.CreateChecked(-RootsOfUnity.Root(1, 5).Imaginary);
    private static readonly T CosineTwice5 = T.CreateChecked(RootsOfUnity.Root(2, 5).Real);
    private static readonly T SineTwice5 = T.CreateChecked(-RootsOfUnity.Root(2, 5).Imaginary);

    private static void Radix2(T* block, int legs, T* twiddles)
    {
        nint leg = (nint)legs * LaneComplex<TOps, TVector, T>.Step;
        Finish2(block, leg, LaneComplex<TOps, TVector, T>.Load(block + leg));
        for (int k = 1; k < legs; k++)
        {
            T* p = block + ((nint)k * LaneComplex<TOps, TVector, T>.Step);
            Finish2(p, leg, LaneComplex<TOps, TVector, T>.LoadTimes(p + leg, twiddles + (2 * (nint)k)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish2(T* p, nint leg, LaneComplex<TOps, TVector, T> a1)
    {
        var a0 = LaneComplex<TOps, TVector, T>.Load(p);
        (a0 + a1).Store(p);
        (a0 - a1).Store(p + leg);
    }

    private static void Radix3(T* block, int legs, T* twiddles)
    {
        nint leg = (nint)legs * LaneComplex<TOps, TVector, T>.Step;
        Finish3(block, leg, LaneComplex<TOps, TVector, T>.Load(block + leg), LaneComplex<TOps, TVector, T>.Load(block + (2 * leg)));
        for (int k = 1; k < legs; k++)
        {
            T* p = block + ((nint)k * LaneComplex<TOps, TVector, T>.Step);
            T* w = twiddles + ((nint)k * 4);
            Finish3(p, leg, LaneComplex<TOps, TVector, T>.LoadTimes(p + leg, w), LaneComplex<TOps, TVector, T>.LoadTimes(p + (2 * leg), w + 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish3(T* p, nint leg, LaneComplex<TOps, TVector, T> a1, LaneComplex<TOps, TVector, T> a2)
    {
        var a0 = LaneComplex<TOps, TVector, T>.Load(p);
        var sum = a1 + a2;
        var difference = a1 - a2;
        TVector sine = TOps.Broadcast(Sine3);
        var u = a0.MinusScaled(TOps.Broadcast(Half), sum);
        (a0 + sum).Store(p);
        u.MinusTurnedScaled(sine, difference).Store(p + leg);
        u.PlusTurnedScaled(sine, difference).Store(p + (2 * leg));
    }

    private static void Radix5(T* block, int legs, T* twiddles)
    {
        nint leg = (nint)legs * LaneComplex<TOps, TVector, T>.Step;
        Finish5(
            block,
            leg,
            LaneComplex<TOps, TVector, T>.Load(block + leg),
            LaneComplex<TOps, TVector, T>.Load(block + (2 * leg)),
            LaneComplex<TOps, TVector, T>.Load(block + (3 * leg)),
            LaneComplex<TOps, TVector, T>.Load(block + (4 * leg)));
        for (int k = 1; k < legs; k++)
        {
            T* p = block + ((nint)k * LaneComplex<TOps, TVector, T>.Step);
            T* w = twiddles + ((nint)k * 8);
            Finish5(
                p,
                leg,
                LaneComplex<TOps, TVector, T>.LoadTimes(p + leg, w),
                LaneComplex<TOps, TVector, T>.LoadTimes(p + (2 * leg), w + 2),
                LaneComplex<TOps, TVector, T>.LoadTimes(p + (3 * leg), w + 4),
                LaneComplex<TOps, TVector, T>.LoadTimes(p + (4 * leg), w + 6));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish5(
        T* p,
        nint leg,
        LaneComplex<TOps, TVector, T> a1,
        LaneComplex<TOps, TVector, T> a2,
        LaneComplex<TOps, TVector, T> a3,
        LaneComplex<TOps, TVector, T> a4)
    {
        TVector c1 = TOps.Broadcast(Cosine5);
        TVector c2 = TOps.Broadcast(CosineTwice5);
        TVector s1 = TOps.Broadcast(Sine5);
        TVector s2 = TOps.Broadcast(SineTwice5);
        var a0 = LaneComplex<TOps, TVector, T>.Load(p);
        var outerSum = a1 + a4;
        var outer = a1 - a4;
        var innerSum = a2 + a3;
        var inner = a2 - a3;
        (a0 + (outerSum + innerSum)).Store(p);
        var u1 = a0.PlusScaled(c1, outerSum).PlusScaled(c2, innerSum);
        var v1 = outer.Scaled(s1).PlusScaled(s2, inner);
        u1.MinusTurned(v1).Store(p + leg);
        u1.PlusTurned(v1).Store(p + (4 * leg));
        var u2 = a0.PlusScaled(c2, outerSum).PlusScaled(c1, innerSum);
        var v2 = outer.Scaled(s2).MinusScaled(s1, inner);
        u2.MinusTurned(v2).Store(p + (2 * leg));
        u2.PlusTurned(v2).Store(p + (3 * leg));
    }
}
