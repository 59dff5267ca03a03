using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <content>
/// Where a butterfly has its points from and where it puts its coefficients: the first step of a transform reads the array, the last one writes it, so that
/// no pass over the scratch is spent on moving.
/// </content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    /// <summary>The points of a butterfly.</summary>
    private interface IReader
    {
        /// <summary>Point number <paramref name="leg"/>; each is asked for once.</summary>
        LaneComplex<TOps, TVector, T> Read(int leg);
    }

    /// <summary>The coefficients of a butterfly.</summary>
    private interface IWriter
    {
        void Write(int leg, LaneComplex<TOps, TVector, T> value);
    }

    /// <summary>Whether real and imaginary parts are exchanged on the way in and, times a factor, on the way out: a transform between two exchanges is n times the inverse one.</summary>
    private interface IDirection
    {
        static abstract LaneComplex<TOps, TVector, T> In(LaneComplex<TOps, TVector, T> value);

        static abstract LaneComplex<TOps, TVector, T> Out(LaneComplex<TOps, TVector, T> value, TVector factor);
    }

    private readonly struct Forward : IDirection
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static LaneComplex<TOps, TVector, T> In(LaneComplex<TOps, TVector, T> value) => value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static LaneComplex<TOps, TVector, T> Out(LaneComplex<TOps, TVector, T> value, TVector factor) => value;
    }

    private readonly struct Exchanged : IDirection
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static LaneComplex<TOps, TVector, T> In(LaneComplex<TOps, TVector, T> value) => new(value.Imaginary, value.Real);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static LaneComplex<TOps, TVector, T> Out(LaneComplex<TOps, TVector, T> value, TVector factor) =>
            new(TOps.Multiply(value.Imaginary, factor), TOps.Multiply(value.Real, factor));
    }

    private readonly struct Scratch(T* first, nint leg) : IReader, IWriter
    {
        private readonly T* first = first;
        private readonly nint leg = leg;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneComplex<TOps, TVector, T> Read(int leg) => LaneComplex<TOps, TVector, T>.Load(first + (leg * this.leg));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int leg, LaneComplex<TOps, TVector, T> value) => value.Store(first + (leg * this.leg));
    }

    /// <summary>Points of the scratch, all but the first times a twiddle.</summary>
    private readonly struct Turned(T* first, nint leg, T* twiddles) : IReader
    {
        private readonly T* first = first;
        private readonly nint leg = leg;
        private readonly T* twiddles = twiddles;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneComplex<TOps, TVector, T> Read(int leg) => leg == 0
            ? LaneComplex<TOps, TVector, T>.Load(first)
            : LaneComplex<TOps, TVector, T>.LoadTimes(first + (leg * this.leg), twiddles + (2 * (leg - 1)));
    }

    /// <summary>A writer to rows of a strip of columns.</summary>
    private interface IColumnWriter<TSelf> : IWriter
        where TSelf : struct, IColumnWriter<TSelf>
    {
        static abstract TSelf At(T* first, nint leg, in LaneEnd<T> into);
    }

    /// <summary>Rows of a strip of columns.</summary>
    private readonly struct Columns<TDirection>(T* first, nint leg, TVector factor, nint ahead) : IReader, IColumnWriter<Columns<TDirection>>
        where TDirection : struct, IDirection
    {
        private readonly T* first = first;
        private readonly nint leg = leg;
        private readonly TVector factor = factor;
        private readonly nint ahead = ahead;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Columns<TDirection> At(T* first, nint leg, in LaneEnd<T> into) => new(first, leg, TOps.Broadcast(into.Factor), into.Ahead);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneComplex<TOps, TVector, T> Read(int leg)
        {
            T* row = first + (leg * this.leg);
            TOps.LoadComplex(row, out TVector real, out TVector imaginary);
            if (Sse.IsSupported) Sse.Prefetch1(row + ahead);
            return TDirection.In(new LaneComplex<TOps, TVector, T>(real, imaginary));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int leg, LaneComplex<TOps, TVector, T> value)
        {
            T* row = first + (leg * this.leg);
            value = TDirection.Out(value, factor);
            TOps.StoreComplex(value.Real, value.Imaginary, row);
            if (Sse.IsSupported) Sse.Prefetch1(row + ahead);
        }
    }

    /// <summary>Rows of a strip of columns, times the twiddles that stand at the same places of an array of their own.</summary>
    private readonly struct TurnedColumns(T* first, nint leg, nint twiddles) : IColumnWriter<TurnedColumns>
    {
        private readonly T* first = first;
        private readonly nint leg = leg;
        private readonly nint twiddles = twiddles;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TurnedColumns At(T* first, nint leg, in LaneEnd<T> into) => new(first, leg, (nint)((byte*)into.Twiddles - (byte*)into.Pointer));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int leg, LaneComplex<TOps, TVector, T> value)
        {
            T* to = first + (leg * this.leg);
            TOps.LoadComplex((T*)((byte*)to + twiddles), out TVector real, out TVector imaginary);
            value = value.Times(new LaneComplex<TOps, TVector, T>(real, imaginary));
            TOps.StoreComplex(value.Real, value.Imaginary, to);
        }
    }

    /// <summary>A point of each line.</summary>
    private readonly struct Lines(T* first, nint leg, nint stride) : IReader
    {
        private readonly T* first = first;
        private readonly nint leg = leg;
        private readonly nint stride = stride;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneComplex<TOps, TVector, T> Read(int leg)
        {
            TOps.GatherPoint(first + (leg * this.leg), stride, out TVector real, out TVector imaginary);
            return new LaneComplex<TOps, TVector, T>(real, imaginary);
        }
    }

    /// <summary>Two points of each line, of which the second ones are left in <paramref name="others"/>, for the next butterfly.</summary>
    private readonly struct LinePairs(T* first, nint leg, nint stride, T* others) : IReader
    {
        private readonly T* first = first;
        private readonly nint leg = leg;
        private readonly nint stride = stride;
        private readonly T* others = others;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public LaneComplex<TOps, TVector, T> Read(int leg)
        {
            TOps.GatherPair(first + (leg * this.leg), stride, out TVector real0, out TVector imaginary0, out TVector real1, out TVector imaginary1);
            new LaneComplex<TOps, TVector, T>(real1, imaginary1).Store(others + (leg * PointStep));
            return new LaneComplex<TOps, TVector, T>(real0, imaginary0);
        }
    }
}
