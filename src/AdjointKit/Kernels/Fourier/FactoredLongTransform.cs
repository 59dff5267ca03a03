using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Kernels.Simd;

namespace AdjointKit.Kernels.Fourier;

/// <summary>
/// n = n1 n2 points as n1 rows of n2: transforms along the columns in lanes, a neighbouring column to each, twiddles w_n^(j2 k1), then transforms along the
/// rows in lanes, which come out as columns: X[k1 + n1 k2] (Bailey 1990). The scratch of a factor fits into the second-level cache.
/// </summary>
internal sealed unsafe class FactoredLongTransform<TOps, TVector, T> : LongTransform<TOps, TVector, T>
    where TOps : struct, ILaneOperations<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LaneTransform<TOps, TVector, T> columns;
    private readonly LaneTransform<TOps, TVector, T> rows;
    private readonly Storage tables;
    private readonly T* twiddles;

    internal FactoredLongTransform(int length)
        : base(length)
    {
        (int first, int second) = SmoothLengths.SplitEvenly(length);
        columns = LaneTransform<TOps, TVector, T>.Create(first);
        rows = LaneTransform<TOps, TVector, T>.Create(second);
        tables = Storage.Rent((nint)length * 2 * sizeof(T), null, "the twiddles of a Fourier transform");
        twiddles = (T*)tables.Pointer;
        for (int k = 0; k < first; k++)
        {
            for (int j = 0; j < second; j++)
            {
                Complex root = RootsOfUnity.Root((long)j * k, length);
                T* entry = twiddles + (2 * (((nint)k * second) + j));
                entry[0] = T.CreateChecked(root.Real);
                entry[1] = T.CreateChecked(root.Imaginary);
            }
        }
    }

    internal override void Run(T* x, T* into, bool exchanged, T scale, LongWork<TOps, TVector, T> work, ThreadTeam team)
    {
        work.Reserve(this, team.Threads, Math.Max(columns.ScratchBytes, rows.ScratchBytes));
        work.X = x;
        work.Into = into;
        work.Exchanged = exchanged;
        work.Scale = scale;
        work.Phase = 0;
        team.Run(work, team.Threads);
        work.Phase = 1;
        team.Run(work, team.Threads);
        GC.KeepAlive(this);
    }

    /// <summary>Strips of columns: from x to the middle array, which has the layout of x.</summary>
    internal void Columns(T* x, T* middle, bool exchanged, T* lanes, int part, int parts)
    {
        int width = rows.Length;
        int strips = (width + TOps.Width - 1) / TOps.Width;
        for (int strip = (int)((long)strips * part / parts); strip < (int)((long)strips * (part + 1) / parts); strip++)
        {
            nint column = strip * TOps.Width;
            int count = (int)Math.Min(TOps.Width, width - column);
            LaneEnd<T> from = LaneEnd<T>.Columns(x + (2 * column), 2 * (nint)width, count, LaneComplex<TOps, TVector, T>.Step);
            LaneEnd<T> to = LaneEnd<T>.Columns(middle + (2 * column), 2 * (nint)width, count, 0).Turned(twiddles + (2 * column));
            columns.Run(exchanged ? from.Exchanged(T.One) : from, to, lanes);
        }
    }

    /// <summary>Groups of rows of the middle array, to strips of columns of the result.</summary>
    internal void Rows(T* middle, T* into, bool exchanged, T scale, T* lanes, int part, int parts)
    {
        int height = columns.Length;
        nint stride = 2 * (nint)rows.Length;
        int groups = (height + TOps.Width - 1) / TOps.Width;
        for (int group = (int)((long)groups * part / parts); group < (int)((long)groups * (part + 1) / parts); group++)
        {
            nint row = group * TOps.Width;
            int count = (int)Math.Min(TOps.Width, height - row);
            LaneEnd<T> to = LaneEnd<T>.Columns(into + (2 * row), 2 * (nint)height, count, LaneComplex<TOps, TVector, T>.Step);
            rows.Run(LaneEnd<T>.Lines(middle + (row * stride), stride, count), exchanged ? to.Exchanged(scale) : to, lanes);
        }
    }
}
