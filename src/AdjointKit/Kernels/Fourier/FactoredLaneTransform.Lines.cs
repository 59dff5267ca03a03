using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Fourier;

/// <content>
/// The first step of lines. Where two points of a line are read at once, the butterflies of even and of odd number take turns in groups:
/// the compiler gives up inlining before two large butterflies fit into one method.
/// </content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    /// <summary>How many pairs of butterflies form a group.</summary>
    private const int Pairs = 4;

    /// <summary>Reads points that lie n / r numbers apart in their lines.</summary>
    [SkipLocalsInit]
    private void FirstOfLines<TButterfly>(in LaneEnd<T> x, int* positions, T* scratch)
        where TButterfly : struct, IButterfly
    {
        int butterflies = Length / TButterfly.Points;
        int paired = TOps.ReadsPairs ? butterflies / 2 * 2 : 0;
        T* others = stackalloc T[Pairs * TButterfly.Points * PointStep];
        for (int j = 0; j < paired; j += 2 * Pairs)
        {
            int end = Math.Min(j + (2 * Pairs), paired);
            FirstEven<TButterfly>(x, positions, scratch, j, end, others);
            FirstOdd<TButterfly>(positions, scratch, j, end, others);
        }

        FirstOfPoints<TButterfly>(x, positions, scratch, paired, butterflies);
    }

    private void FirstEven<TButterfly>(in LaneEnd<T> x, int* positions, T* scratch, int start, int end, T* others)
        where TButterfly : struct, IButterfly
    {
        nint leg = 2 * (nint)(Length / TButterfly.Points);
        nint stride = x.Stride;
        T* from = x.Pointer + (2 * (nint)start);
        for (int j = start; j < end; j += 2)
        {
            TButterfly.Transform(new LinePairs(from, leg, stride, others), new Scratch(scratch + ((nint)positions[j] * PointStep), PointStep));
            from += 4;
            others += TButterfly.Points * PointStep;
        }
    }

    private void FirstOdd<TButterfly>(int* positions, T* scratch, int start, int end, T* others)
        where TButterfly : struct, IButterfly
    {
        for (int j = start; j < end; j += 2)
        {
            TButterfly.Transform(new Scratch(others, PointStep), new Scratch(scratch + ((nint)positions[j + 1] * PointStep), PointStep));
            others += TButterfly.Points * PointStep;
        }
    }

    private void FirstOfPoints<TButterfly>(in LaneEnd<T> x, int* positions, T* scratch, int start, int end)
        where TButterfly : struct, IButterfly
    {
        nint leg = 2 * (nint)(Length / TButterfly.Points);
        nint stride = x.Stride;
        T* from = x.Pointer + (2 * (nint)start);
        for (int j = start; j < end; j++)
        {
            TButterfly.Transform(new Lines(from, leg, stride), new Scratch(scratch + ((nint)positions[j] * PointStep), PointStep));
            from += 2;
        }
    }
}
