using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>
/// The orthogonal wavelet transform of a line or a plane (Mallat 1989), periodic at the ends: W^H W = I. Of L taps, a level is a[i] = sum over k of h[k] x[2 i + k - L/2 + 1], d[i] the same with g.
/// Coefficients have the shape of x: along each axis the approximation of the last level first, then the details from coarse to fine; of a plane each level splits the
/// block in the corner into four.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class WaveletOperator<T> : LinearOperator<T, T>
    where T : unmanaged, INumberBase<T>
{
    private readonly Level[] levels;
    private readonly NdArray<T> alongColumns;
    private readonly NdArray<T> alongRows;

    /// <summary>Makes the transform.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="shape">The shape of x: one or two axes, each divisible by 2^levels.</param>
    /// <param name="wavelet">The wavelet.</param>
    /// <param name="levels">The number of levels.</param>
    public WaveletOperator(Compute compute, Shape shape, Wavelet wavelet, int levels)
        : base(compute, shape, shape)
    {
        ArgumentNullException.ThrowIfNull(wavelet);
        if (shape.Rank is not (1 or 2)) throw new ArgumentException($"a wavelet transform takes arrays of one or two axes, not of shape {shape}", nameof(shape));
        if (levels is < 1 or > 30) throw new ArgumentOutOfRangeException(nameof(levels), levels, "a wavelet transform has 1 to 30 levels");
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 0 || shape[axis] % (1 << levels) != 0) throw new ArgumentException($"{levels} levels of a wavelet transform halve each axis {levels} times: shape {shape} is not divisible by {1 << levels}", nameof(shape));
        }

        using NdArray<T> taps = Filters(compute, wavelet);
        alongColumns = Copied(compute, taps, new Shape(2, 1, 1, wavelet.Scaling.Length));
        alongRows = Copied(compute, taps, new Shape(2, 1, wavelet.Scaling.Length, 1));
        this.levels = new Level[levels];
        Shape block = shape.Rank == 1 ? new Shape(1, shape[0]) : shape;
        for (int level = 0; level < levels; level++)
        {
            this.levels[level] = new Level(compute, block, wavelet.Scaling.Length, isPlane: shape.Rank == 2);
            block = new Shape(Math.Max(1, block[0] / 2), block[1] / 2);
        }
    }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into)
    {
        NdArray<T> source = Plane(x);
        NdArray<T> result = Plane(into);
        foreach (Level level in levels)
        {
            NdArray<T> block = level.BlockOf(result);
            Split(level, level.BlockOf(source), block);
            source = result;
        }
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into)
    {
        Compute.Backend.Copy(y, into);
        for (int level = levels.Length - 1; level >= 0; level--) Merge(levels[level], levels[level].BlockOf(Plane(into)));
    }

    /// <summary>One level: a block to its four (two) parts.</summary>
    private void Split(Level level, NdArray<T> block, NdArray<T> into)
    {
        Backend backend = Compute.Backend;
        using NdArray<T> wide = Compute.Empty<T>(level.AlongColumns.Input(1));
        using NdArray<T> halves = Compute.Empty<T>(level.AlongColumns.Output(1));
        level.Columns.Apply(block.Reshape(level.Block), wide);
        new Convolutions(backend, level.AlongColumns).Apply(wide, alongColumns, halves);
        if (level.Rows is null)
        {
            backend.Copy(halves.Reshape(into.Shape), into);
            return;
        }

        using NdArray<T> tall = Compute.Empty<T>(level.AlongRows.Input(2));
        using NdArray<T> quarters = Compute.Empty<T>(level.AlongRows.Output(2));
        level.Rows.Apply(halves.Reshape(level.Halves), tall);
        new Convolutions(backend, level.AlongRows).Apply(tall, alongRows, quarters);
        backend.Copy(quarters.Transpose(1, 2, 0, 3), into.Reshape(level.Parts));
    }

    /// <summary>The adjoint of <see cref="Split"/>, in place.</summary>
    private void Merge(Level level, NdArray<T> block)
    {
        Backend backend = Compute.Backend;
        using NdArray<T> wide = Compute.Empty<T>(level.AlongColumns.Input(1));
        using NdArray<T> halves = Compute.Empty<T>(level.AlongColumns.Output(1));
        if (level.Rows is null)
        {
            backend.Copy(block, halves.Reshape(block.Shape));
        }
        else
        {
            using NdArray<T> tall = Compute.Empty<T>(level.AlongRows.Input(2));
            using NdArray<T> quarters = Compute.Empty<T>(level.AlongRows.Output(2));
            backend.Copy(block.Reshape(level.Parts).Transpose(2, 0, 1, 3), quarters);
            new Convolutions(backend, level.AlongRows).Transposed(quarters, alongRows, tall);
            level.Rows.ApplyAdjoint(tall, halves.Reshape(level.Halves));
        }

        new Convolutions(backend, level.AlongColumns).Transposed(halves, alongColumns, wide);
        level.Columns.ApplyAdjoint(wide, block.Reshape(level.Block));
    }

    private static NdArray<T> Plane(NdArray<T> x) => x.Rank == 1 ? x.Reshape(1, x.Count) : x;

    private static NdArray<T> Filters(Compute compute, Wavelet wavelet)
    {
        int taps = wavelet.Scaling.Length;
        using NdArray<T> host = NdArray.Empty<T>(new Shape(2, taps));
        for (int k = 0; k < taps; k++)
        {
            host[0, k] = T.CreateChecked(wavelet.Scaling[k]);
            host[1, k] = T.CreateChecked(wavelet.WaveletTap(k));
        }

        return compute.ToDevice(host);
    }

    private static NdArray<T> Copied(Compute compute, NdArray<T> taps, Shape shape)
    {
        NdArray<T> copy = compute.Empty<T>(shape);
        compute.Backend.Copy(taps.Reshape(shape), copy);
        return copy;
    }

    /// <summary>The geometry of one level: the block it works on, made longer periodically, and windows at every second element.</summary>
    private sealed class Level
    {
        internal Level(Compute compute, Shape block, int taps, bool isPlane)
        {
            (nint rows, nint columns) = (block[0], block[1]);
            int beyond = (taps / 2) - 1;
            Columns = new Extension(compute, 4, 3, columns, beyond, beyond, PadMode.Wrap);
            AlongColumns = new ConvolutionShape(1, 2, 1, new WindowAxis(rows, 1, 1, 0, 1), new WindowAxis(Columns.Length, taps, 2, 0, 1));
            Block = new Shape(1, 1, rows, columns);
            Halves = new Shape(2, 1, rows, columns / 2);
            Parts = new Shape(2, rows / 2, 2, columns / 2);
            if (!isPlane) return;
            Rows = new Extension(compute, 4, 2, rows, beyond, beyond, PadMode.Wrap);
            AlongRows = new ConvolutionShape(1, 2, 1, new WindowAxis(Rows.Length, taps, 2, 0, 1), new WindowAxis(columns / 2, 1, 1, 0, 1));
        }

        internal Extension Columns { get; }

        internal Extension? Rows { get; }

        internal ConvolutionShape AlongColumns { get; }

        internal ConvolutionShape AlongRows { get; }

        internal Shape Block { get; }

        internal Shape Halves { get; }

        internal Shape Parts { get; }

        internal NdArray<T> BlockOf(NdArray<T> plane) => plane.Slice(0, 0, Block[2]).Slice(1, 0, Block[3]);
    }
}
