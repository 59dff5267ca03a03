using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Reductions;

/// <summary>
/// The order of <see cref="LaneTree"/> for results that lie side by side while what each of them reduces lies apart: a row of elements is read at once, and
/// every column has its sixteen lanes.
/// </summary>
internal static unsafe class ColumnTree
{
    /// <summary>The largest number of real columns of a call.</summary>
    internal const int MaxColumns = 128;

    /// <summary>Reduces one block of rows. A complex number is two columns.</summary>
    /// <param name="x">Where the first column of row 0 stands.</param>
    /// <param name="rows">The axes of the rows.</param>
    /// <param name="elementSize">The bytes of the element that the steps of the axes count.</param>
    /// <param name="first">The first row of the block.</param>
    /// <param name="count">The number of rows of the block.</param>
    /// <param name="columns">The number of columns; at most <see cref="MaxColumns"/>.</param>
    /// <param name="results">Gets one number for each column.</param>
    [SkipLocalsInit]
    internal static void Reduce<TReduction, T>(byte* x, AxisSet rows, int elementSize, nint first, int count, int columns, double* results)
        where TReduction : struct, IReduction
        where T : unmanaged
    {
        double* lanes = stackalloc double[LaneTree.Lanes * MaxColumns];
        new Span<double>(lanes, LaneTree.Lanes * columns).Fill(TReduction.Identity);
        nint step = rows.InnerStep * elementSize;
        int done = 0;
        while (done < count)
        {
            byte* row = x + (rows.Offset(first + done, out nint index) * elementSize);
            int end = (int)Math.Min(count, done + rows.InnerLength - index);
            for (; done < end; done++, row += step) Combine<TReduction, T>(lanes + (done % LaneTree.Lanes * columns), (T*)row, columns);
        }

        for (int width = LaneTree.Lanes / 2; width > 0; width /= 2)
        {
            for (int lane = 0; lane < width; lane++) Combine<TReduction, double>(lanes + (lane * columns), lanes + ((lane + width) * columns), columns);
        }

        new ReadOnlySpan<double>(lanes, columns).CopyTo(new Span<double>(results, columns));
    }

    private static void Combine<TReduction, T>(double* into, T* x, int columns)
        where TReduction : struct, IReduction
        where T : unmanaged
    {
        int i = 0;
        for (; i <= columns - 8; i += 8) TReduction.Combine(Vector512.Load(into + i), Doubles.Load(x + i)).Store(into + i);
        for (; i < columns; i++) into[i] = TReduction.Combine(into[i], Doubles.Load1(x + i));
    }
}
