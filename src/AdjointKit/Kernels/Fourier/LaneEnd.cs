using System.Numerics;

namespace AdjointKit.Kernels.Fourier;

/// <summary>Where the lines of a transform in lanes lie: in the scratch itself, as lines of an array, or as columns.</summary>
internal readonly unsafe struct LaneEnd<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LaneEnd(LaneLayout layout, T* pointer, nint stride, nint oddStride, int count, bool exchanged, T factor, T* twiddles, nint ahead)
    {
        Layout = layout;
        Pointer = pointer;
        Stride = stride;
        OddStride = oddStride;
        Count = count;
        IsExchanged = exchanged;
        Factor = factor;
        Twiddles = twiddles;
        Ahead = ahead;
    }

    internal LaneLayout Layout { get; }

    /// <summary>The first point of the first line.</summary>
    internal T* Pointer { get; }

    /// <summary>The distance of neighbouring lines, or of the points of a column, in elements.</summary>
    internal nint Stride { get; }

    /// <summary>The distance of a point of a column of odd number to the next one; from those of even number it is <see cref="Stride"/>.</summary>
    internal nint OddStride { get; }

    /// <summary>How many lines there are, at most as many as a register has lanes.</summary>
    internal int Count { get; }

    /// <summary>Whether real and imaginary parts change places on the way: a transform between two exchanges is n times the inverse one.</summary>
    internal bool IsExchanged { get; }

    /// <summary>What coefficients are multiplied by on their way to the array; 1 unless parts are exchanged.</summary>
    internal T Factor { get; }

    /// <summary>What else coefficients are multiplied by: an array with the strides of this one, or null.</summary>
    internal T* Twiddles { get; }

    /// <summary>How far from each number memory is fetched for later, in elements: the processor does not foresee strips.</summary>
    internal nint Ahead { get; }

    /// <summary>The points are at their positions in the scratch; the coefficients stay there.</summary>
    internal static LaneEnd<T> Scratch => default;

    /// <summary>Lines to be read, to lanes in such an order that columns are in order when they are written.</summary>
    internal static LaneEnd<T> Lines(T* pointer, nint stride, nint count) => new(LaneLayout.Lines, pointer, stride, stride, (int)count, false, T.One, null, 0);

    internal static LaneEnd<T> Columns(T* pointer, nint stride, nint count, nint ahead) => new(LaneLayout.Columns, pointer, stride, stride, (int)count, false, T.One, null, ahead);

    /// <summary>Columns whose points are in turn one and another distance apart. Only transforms by <see cref="FactoredLaneTransform{TOps, TVector, T}.RunSpread(T*, in LaneEnd{T})"/> write such ones.</summary>
    internal LaneEnd<T> Alternating(nint odd) => new(Layout, Pointer, Stride, odd, Count, IsExchanged, Factor, Twiddles, Ahead);

    /// <summary>With real and imaginary parts exchanged; coefficients times a factor.</summary>
    internal LaneEnd<T> Exchanged(T factor) => new(Layout, Pointer, Stride, OddStride, Count, true, factor, null, Ahead);

    /// <summary>The coefficients times an array of twiddles that has the strides of this one.</summary>
    internal LaneEnd<T> Turned(T* twiddles) => new(Layout, Pointer, Stride, OddStride, Count, false, T.One, twiddles, Ahead);
}
