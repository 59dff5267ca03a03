using System.Runtime.CompilerServices;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <content>Butterflies of 2, 3, 4, 5 and 8 points.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    private static readonly T Half = T.CreateChecked(0.5);
    private static readonly T HalfRoot = T.CreateChecked(Math.Sqrt(0.5));
    private static readonly T Sine3 = T.CreateChecked(Math.Sqrt(0.75));
    private static readonly T Cosine5 = T.CreateChecked(RootsOfUnity.Root(1, 5).Real);
    private static readonly T Sine5 = T.CreateChecked(-RootsOfUnity.Root(1, 5).Imaginary);
    private static readonly T CosineTwice5 = T.CreateChecked(RootsOfUnity.Root(2, 5).Real);
    private static readonly T SineTwice5 = T.CreateChecked(-RootsOfUnity.Root(2, 5).Imaginary);

    /// <summary>A transform of a few points. The points are read, and the coefficients written, as early as can be: there are few registers.</summary>
    private interface IButterfly
    {
        static abstract int Points { get; }

        static abstract void Transform<TReader, TWriter>(TReader x, TWriter into)
            where TReader : struct, IReader
            where TWriter : struct, IWriter;
    }

    private readonly struct Radix2 : IButterfly
    {
        public static int Points => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Transform<TReader, TWriter>(TReader x, TWriter into)
            where TReader : struct, IReader
            where TWriter : struct, IWriter
        {
            var a0 = x.Read(0);
            var a1 = x.Read(1);
            into.Write(0, a0 + a1);
            into.Write(1, a0 - a1);
        }
    }

    private readonly struct Radix3 : IButterfly
    {
        public static int Points => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Transform<TReader, TWriter>(TReader x, TWriter into)
            where TReader : struct, IReader
            where TWriter : struct, IWriter
        {
            var a1 = x.Read(1);
            var a2 = x.Read(2);
            var sum = a1 + a2;
            var difference = a1 - a2;
            var a0 = x.Read(0);
            TVector sine = TOps.Broadcast(Sine3);
            var u = a0.MinusScaled(TOps.Broadcast(Half), sum);
            into.Write(0, a0 + sum);
            into.Write(1, u.MinusTurnedScaled(sine, difference));
            into.Write(2, u.PlusTurnedScaled(sine, difference));
        }
    }

    private readonly struct Radix4 : IButterfly
    {
        public static int Points => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Transform<TReader, TWriter>(TReader x, TWriter into)
            where TReader : struct, IReader
            where TWriter : struct, IWriter
        {
            var a2 = x.Read(2);
            var a0 = x.Read(0);
            var s0 = a0 + a2;
            var d0 = a0 - a2;
            var a1 = x.Read(1);
            var a3 = x.Read(3);
            var s1 = a1 + a3;
            var d1 = a1 - a3;
            into.Write(0, s0 + s1);
            into.Write(2, s0 - s1);
            into.Write(1, d0.MinusTurned(d1));
            into.Write(3, d0.PlusTurned(d1));
        }
    }

    private readonly struct Radix5 : IButterfly
    {
        public static int Points => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Transform<TReader, TWriter>(TReader x, TWriter into)
            where TReader : struct, IReader
            where TWriter : struct, IWriter
        {
            TVector c1 = TOps.Broadcast(Cosine5);
            TVector c2 = TOps.Broadcast(CosineTwice5);
            TVector s1 = TOps.Broadcast(Sine5);
            TVector s2 = TOps.Broadcast(SineTwice5);
            var a1 = x.Read(1);
            var a4 = x.Read(4);
            var outerSum = a1 + a4;
            var outer = a1 - a4;
            var a2 = x.Read(2);
            var a3 = x.Read(3);
            var innerSum = a2 + a3;
            var inner = a2 - a3;
            var a0 = x.Read(0);
            into.Write(0, a0 + (outerSum + innerSum));
            var u1 = a0.PlusScaled(c1, outerSum).PlusScaled(c2, innerSum);
            var v1 = outer.Scaled(s1).PlusScaled(s2, inner);
            into.Write(1, u1.MinusTurned(v1));
            into.Write(4, u1.PlusTurned(v1));
            var u2 = a0.PlusScaled(c2, outerSum).PlusScaled(c1, innerSum);
            var v2 = outer.Scaled(s2).MinusScaled(s1, inner);
            into.Write(2, u2.MinusTurned(v2));
            into.Write(3, u2.PlusTurned(v2));
        }
    }

    /// <summary>The even legs e, then the odd ones: w_8^1 = (1 - i) / sqrt 2, w_8^2 = -i, w_8^3 = (-1 - i) / sqrt 2.</summary>
    private readonly struct Radix8 : IButterfly
    {
        public static int Points => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Transform<TReader, TWriter>(TReader x, TWriter into)
            where TReader : struct, IReader
            where TWriter : struct, IWriter
        {
            TVector half = TOps.Broadcast(HalfRoot);
            var a0 = x.Read(0);
            var a4 = x.Read(4);
            var s0 = a0 + a4;
            var d0 = a0 - a4;
            var a2 = x.Read(2);
            var a6 = x.Read(6);
            var s2 = a2 + a6;
            var d2 = a2 - a6;
            var e0 = s0 + s2;
            var e2 = s0 - s2;
            var e1 = d0.MinusTurned(d2);
            var e3 = d0.PlusTurned(d2);
            var a1 = x.Read(1);
            var a5 = x.Read(5);
            var s1 = a1 + a5;
            var d1 = a1 - a5;
            var a3 = x.Read(3);
            var a7 = x.Read(7);
            var s3 = a3 + a7;
            var d3 = a3 - a7;
            var o0 = s1 + s3;
            var o2 = s1 - s3;
            into.Write(0, e0 + o0);
            into.Write(4, e0 - o0);
            into.Write(2, e2.MinusTurned(o2));
            into.Write(6, e2.PlusTurned(o2));
            var o1 = d1.MinusTurned(d3);
            var t1 = new LaneComplex<TOps, TVector, T>(TOps.Add(o1.Real, o1.Imaginary), TOps.Subtract(o1.Imaginary, o1.Real));
            into.Write(1, e1.PlusScaled(half, t1));
            into.Write(5, e1.MinusScaled(half, t1));
            var o3 = d1.PlusTurned(d3);
            var t3 = new LaneComplex<TOps, TVector, T>(TOps.Subtract(o3.Real, o3.Imaginary), TOps.Add(o3.Real, o3.Imaginary));
            into.Write(3, e3.MinusScaled(half, t3));
            into.Write(7, e3.PlusScaled(half, t3));
        }
    }
}
