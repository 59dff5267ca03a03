using System.Runtime.CompilerServices;

namespace AdjointKit.Kernels.Fourier;

/// <content>The first and the last step of strips of columns.</content>
internal sealed unsafe partial class FactoredLaneTransform<TOps, TVector, T>
{
    /// <summary>Reads points that lie n / r rows apart.</summary>
    private void FirstOfColumns<TButterfly, TDirection>(in LaneEnd<T> x, int* positions, T* scratch)
        where TButterfly : struct, IButterfly
        where TDirection : struct, IDirection
    {
        int butterflies = Length / TButterfly.Points;
        nint stride = x.Stride;
        nint leg = butterflies * stride;
        T* from = x.Pointer;
        nint ahead = x.Ahead;
        for (int j = 0; j < butterflies; j++)
        {
            TButterfly.Transform(new Columns<TDirection>(from, leg, TOps.Zero, ahead), new Scratch(scratch + ((nint)positions[j] * PointStep), PointStep));
            from += stride;
        }
    }

    private void LastOfColumns<TButterfly, TWriter>(T* scratch, in LaneEnd<T> into)
        where TButterfly : struct, IButterfly
        where TWriter : struct, IColumnWriter<TWriter>
    {
        int butterflies = Length / TButterfly.Points;
        nint leg = (nint)(butterflies + 1) * PointStep;
        nint stride = into.Stride;
        nint nextStride = into.OddStride;
        nint row = LegInArray(butterflies, into);
        T* to = into.Pointer;
        T* twiddles = steps[0].Twiddles;
        LastUnturned<TButterfly, TWriter>(scratch, into);
        for (int k = 1; k < butterflies; k++)
        {
            to += stride;
            (stride, nextStride) = (nextStride, stride);
            scratch += PointStep;
            twiddles += 2 * (TButterfly.Points - 1);
            TButterfly.Transform(new Turned(scratch, leg, twiddles), TWriter.At(to, row, into));
        }
    }

    /// <summary>The butterfly whose twiddles are 1; apart from the others, because the compiler gives up inlining before two large butterflies fit into one method.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LastUnturned<TButterfly, TWriter>(T* scratch, in LaneEnd<T> into)
        where TButterfly : struct, IButterfly
        where TWriter : struct, IColumnWriter<TWriter>
    {
        int butterflies = Length / TButterfly.Points;
        TButterfly.Transform(new Scratch(scratch, (nint)(butterflies + 1) * PointStep), TWriter.At(into.Pointer, LegInArray(butterflies, into), into));
    }

    /// <summary>The distance of the coefficients of a butterfly of the last step.</summary>
    private static nint LegInArray(int butterflies, in LaneEnd<T> into) => (butterflies / 2 * (into.Stride + into.OddStride)) + (butterflies % 2 * into.Stride);
}
