using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Fourier;

/// <content>Butterflies of eight points of one line, that lie an eighth of it apart, neighbours in lanes.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    /// <summary>Some blocks of butterflies, times their twiddles, to rows.</summary>
    /// <param name="x">The first point.</param>
    /// <param name="eighth">The distance of the points of a butterfly, in elements.</param>
    /// <param name="next">The distance of a register of butterflies of even number to the next, in elements.</param>
    /// <param name="afterOdd">The distance of one of odd number to the next.</param>
    /// <param name="blocks">How many registers of butterflies there are.</param>
    /// <param name="exchanged">Whether real and imaginary parts change places.</param>
    /// <param name="ahead">How far from each number memory is fetched for later, in elements.</param>
    /// <param name="twiddles">Seven for each butterfly, in lanes.</param>
    /// <param name="rows">Gets eight rows for each block.</param>
    internal static void Eighths(T* x, nint eighth, nint next, nint afterOdd, int blocks, bool exchanged, nint ahead, T* twiddles, T* rows)
    {
        if (exchanged) Eighths<Exchanged>(x, eighth, next, afterOdd, blocks, ahead, twiddles, rows);
        else Eighths<Forward>(x, eighth, next, afterOdd, blocks, ahead, twiddles, rows);
    }

    private static void Eighths<TDirection>(T* x, nint eighth, nint next, nint afterOdd, int blocks, nint ahead, T* twiddles, T* rows)
        where TDirection : struct, IDirection
    {
        for (int block = 0; block < blocks; block++)
        {
            Radix8.Transform(new Columns<TDirection>(x, eighth, TOps.Zero, ahead), new TurnedRows(rows, twiddles));
            x += next;
            (next, afterOdd) = (afterOdd, next);
            twiddles += 7 * PointStep;
            rows += 8 * PointStep;
        }
    }

    /// <summary>Rows of points, all but the first times a twiddle to each lane.</summary>
    private readonly struct TurnedRows(T* first, T* twiddles) : IWriter
    {
        private readonly T* first = first;
        private readonly T* twiddles = twiddles;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(int leg, LaneComplex<TOps, TVector, T> value)
        {
            if (leg > 0) value = value.Times(LaneComplex<TOps, TVector, T>.Load(twiddles + ((leg - 1) * PointStep)));
            value.Store(first + (leg * PointStep));
        }
    }
}
