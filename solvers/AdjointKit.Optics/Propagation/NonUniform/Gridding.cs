using System.Numerics;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;
using AdjointKit.Kernels;

namespace AdjointKit.Optics;

/// <summary>
/// Takes numbers at frequencies off a grid to the grid, each spread out by the kernel, and back by the same weights: the two are each other's transpose. Rows of the grid are worked in blocks, to
/// whose points every frequency adds in one fixed order, so that sums do not depend on threads.
/// </summary>
/// <typeparam name="T">The element type, <see cref="Complex"/> or <see cref="ComplexF"/>.</typeparam>
/// <typeparam name="TReal">Its parts.</typeparam>
internal sealed class Gridding<T, TReal>(FrequencyBuckets buckets, SemicircleKernel kernel, NdArray<T> values, NdArray<T> grid, bool spreads) : ITeamWork
    where T : unmanaged
    where TReal : unmanaged, IBinaryFloatingPointIeee754<TReal>
{
    private const int RowsPerBlock = 64;
    private const int WavesPerBlock = 1 << 13;

    /// <summary>grid = the spread values; every element of it is written.</summary>
    internal static void Spread(ThreadTeam team, FrequencyBuckets buckets, SemicircleKernel kernel, NdArray<T> values, NdArray<T> grid) =>
        team.Run(new Gridding<T, TReal>(buckets, kernel, values, grid, spreads: true), (int)((buckets.Ny + RowsPerBlock - 1) / RowsPerBlock));

    /// <summary>values = what the grid gives to each frequency.</summary>
    internal static void Gather(ThreadTeam team, FrequencyBuckets buckets, SemicircleKernel kernel, NdArray<T> grid, NdArray<T> values) =>
        team.Run(new Gridding<T, TReal>(buckets, kernel, values, grid, spreads: false), (buckets.Count + WavesPerBlock - 1) / WavesPerBlock);

    public void Execute(int part, int parts)
    {
        if (spreads) SpreadInto(part * RowsPerBlock, Math.Min(buckets.Ny, (part + 1) * RowsPerBlock));
        else GatherFor(part * WavesPerBlock, Math.Min(buckets.Count, (part + 1) * WavesPerBlock));
    }

    private void SpreadInto(nint firstRow, nint endRow)
    {
        Span<double> rowWeights = stackalloc double[kernel.Width];
        Span<double> columnWeights = stackalloc double[kernel.Width];
        Span<TReal> pairs = stackalloc TReal[2 * kernel.Width];
        ReadOnlySpan<TReal> parts = MemoryMarshal.Cast<T, TReal>(values.AsReadOnlySpan());
        Span<TReal> points = MemoryMarshal.Cast<T, TReal>(grid.AsWritableSpan());
        (int ny, int nx) = ((int)buckets.Ny, (int)buckets.Nx);
        points[((int)firstRow * nx * 2)..((int)endRow * nx * 2)].Clear();

        // Kernels that start above the block reach into it, those of the last rows into the first ones.
        nint reaching = Math.Min(ny, endRow - firstRow + kernel.Width - 1);
        for (nint k = 0; k < reaching; k++)
        {
            foreach (int wave in buckets.StartingIn((firstRow - kernel.Width + 1 + k + ny) % ny))
            {
                (nint top, nint left) = buckets.Weigh(wave, kernel, rowWeights, columnWeights);
                Double(columnWeights, pairs);
                for (int i = 0; i < rowWeights.Length; i++)
                {
                    nint row = top + i < ny ? top + i : top + i - ny;
                    if (row < firstRow || row >= endRow) continue;
                    var weight = TReal.CreateTruncating(rowWeights[i]);
                    Add(weight * parts[2 * wave], weight * parts[(2 * wave) + 1], pairs, points.Slice((int)row * nx * 2, nx * 2), 2 * (int)left);
                }
            }
        }
    }

    private void GatherFor(int first, int end)
    {
        Span<double> rowWeights = stackalloc double[kernel.Width];
        Span<double> columnWeights = stackalloc double[kernel.Width];
        Span<TReal> pairs = stackalloc TReal[2 * kernel.Width];
        Span<TReal> parts = MemoryMarshal.Cast<T, TReal>(values.AsWritableSpan());
        ReadOnlySpan<TReal> points = MemoryMarshal.Cast<T, TReal>(grid.AsReadOnlySpan());
        (int ny, int nx) = ((int)buckets.Ny, (int)buckets.Nx);
        for (int wave = first; wave < end; wave++)
        {
            (nint top, nint left) = buckets.Weigh(wave, kernel, rowWeights, columnWeights);
            Double(columnWeights, pairs);
            (TReal real, TReal imaginary) = (TReal.Zero, TReal.Zero);
            for (int i = 0; i < rowWeights.Length; i++)
            {
                nint row = top + i < ny ? top + i : top + i - ny;
                var weight = TReal.CreateTruncating(rowWeights[i]);
                (TReal a, TReal b) = Sum(pairs, points.Slice((int)row * nx * 2, nx * 2), 2 * (int)left);
                real += weight * a;
                imaginary += weight * b;
            }

            parts[2 * wave] = real;
            parts[(2 * wave) + 1] = imaginary;
        }
    }

    /// <summary>Each weight twice, for the two parts of a point.</summary>
    private static void Double(ReadOnlySpan<double> weights, Span<TReal> pairs)
    {
        for (int k = 0; k < weights.Length; k++) pairs[2 * k] = pairs[(2 * k) + 1] = TReal.CreateTruncating(weights[k]);
    }

    /// <summary>line += the number times the weights, from a place on and round the end.</summary>
    private static void Add(TReal real, TReal imaginary, ReadOnlySpan<TReal> pairs, Span<TReal> line, int start)
    {
        int before = Math.Min(pairs.Length, line.Length - start);
        AddStraight(real, imaginary, pairs[..before], line.Slice(start, before));
        if (before < pairs.Length) AddStraight(real, imaginary, pairs[before..], line[..(pairs.Length - before)]);
    }

    private static void AddStraight(TReal real, TReal imaginary, ReadOnlySpan<TReal> pairs, Span<TReal> line)
    {
        for (int k = 0; k + 1 < line.Length; k += 2)
        {
            line[k] += real * pairs[k];
            line[k + 1] += imaginary * pairs[k + 1];
        }
    }

    /// <summary>The points of a line times the weights, from a place on and round the end.</summary>
    private static (TReal Real, TReal Imaginary) Sum(ReadOnlySpan<TReal> pairs, ReadOnlySpan<TReal> line, int start)
    {
        int before = Math.Min(pairs.Length, line.Length - start);
        (TReal real, TReal imaginary) = SumStraight(pairs[..before], line.Slice(start, before));
        if (before == pairs.Length) return (real, imaginary);
        (TReal moreReal, TReal moreImaginary) = SumStraight(pairs[before..], line[..(pairs.Length - before)]);
        return (real + moreReal, imaginary + moreImaginary);
    }

    private static (TReal Real, TReal Imaginary) SumStraight(ReadOnlySpan<TReal> pairs, ReadOnlySpan<TReal> line)
    {
        (TReal real, TReal imaginary) = (TReal.Zero, TReal.Zero);
        for (int k = 0; k + 1 < line.Length; k += 2)
        {
            real += line[k] * pairs[k];
            imaginary += line[k + 1] * pairs[k + 1];
        }

        return (real, imaginary);
    }
}
