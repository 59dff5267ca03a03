using System.Runtime.Intrinsics;

namespace AdjointKit.Kernels.Reductions;

/// <summary>
/// Sums of the first k elements, for every k: a line is cut into blocks of <see cref="LaneTree.BlockLength"/>; element k gets the sum of the totals of the
/// earlier blocks, in order, plus the sum of its block up to k, in order. Carried in float64 and rounded once.
/// </summary>
internal static unsafe class RunningSums
{
    /// <summary>The largest number of real columns of a call.</summary>
    internal const int MaxColumns = ColumnTree.MaxColumns;

    /// <summary>Sums one block of lines that lie side by side; a complex number is two columns.</summary>
    /// <param name="x">The first elements of the lines.</param>
    /// <param name="step">The distance from an element of a line to its next one, in bytes.</param>
    /// <param name="into">The first elements of the results; null: only the totals are wanted.</param>
    /// <param name="intoStep">The distance from an element of a result to its next one, in bytes.</param>
    /// <param name="count">The number of elements of a line.</param>
    /// <param name="columns">The number of lines; at most <see cref="MaxColumns"/>.</param>
    /// <param name="before">The sum of the earlier blocks of each line; the total of this block is added.</param>
    internal static void Block<T>(byte* x, nint step, byte* into, nint intoStep, nint count, int columns, double* before)
        where T : unmanaged
    {
        if (columns == 1)
        {
            Line<T>(x, step, into, intoStep, count, before);
            return;
        }

        double* running = stackalloc double[MaxColumns];
        new Span<double>(running, columns).Clear();
        for (nint k = 0; k < count; k++, x += step, into += into is null ? 0 : intoStep)
        {
            int i = 0;
            for (; i <= columns - 8; i += 8)
            {
                Vector512<double> sum = Vector512.Load(running + i) + Doubles.Load((T*)x + i);
                sum.Store(running + i);
                if (into is not null) Doubles.Store(Vector512.Load(before + i) + sum, (T*)into + i);
            }

            for (; i < columns; i++)
            {
                running[i] += Doubles.Load1((T*)x + i);
                if (into is not null) Doubles.Store1(before[i] + running[i], (T*)into + i);
            }
        }

        for (int i = 0; i < columns; i++) before[i] += running[i];
    }

    private static void Line<T>(byte* x, nint step, byte* into, nint intoStep, nint count, double* before)
        where T : unmanaged
    {
        double running = 0;
        double start = *before;
        for (nint k = 0; k < count; k++)
        {
            running += Doubles.Load1((T*)(x + (k * step)));
            if (into is not null) Doubles.Store1(start + running, (T*)(into + (k * intoStep)));
        }

        *before = start + running;
    }
}
