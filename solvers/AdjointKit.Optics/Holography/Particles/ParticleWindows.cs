using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Windows of one size around regions, [region, y, x], looked at in one plane after another. Each keeps what it shows in the plane where the edges of its shadow are sharpest: where the sum of
/// the squared gradient of the depth, by central differences, over the region and <see cref="Rim"/> points around it is largest.
/// </summary>
internal sealed class ParticleWindows<T, TReal> : IDisposable
    where T : unmanaged
    where TReal : unmanaged, INumber<TReal>
{
    /// <summary>Between two planes so many are looked at on either side of the sharpest one.</summary>
    private const int StepsBetween = 8;

    private const int Rim = 2;

    private readonly FocusPlanes focus;
    private readonly ShadowDepth shadow;
    private readonly NdArray<long> places;
    private readonly NdArray<TReal> isInside;
    private readonly NdArray<TReal> mask;
    private readonly NdArray<T> seen;
    private readonly NdArray<T> sharpest;
    private readonly NdArray<T> scratch;
    private readonly NdArray<TReal> depth;
    private readonly NdArray<TReal> alongX;
    private readonly NdArray<TReal> alongY;
    private readonly NdArray<TReal> sharpness;
    private readonly NdArray<TReal> largest;
    private readonly NdArray<TReal> isLarger;

    internal ParticleWindows(FocusPlanes focus, ParticleKind kind, IReadOnlyList<ParticleRegion> regions, int size)
    {
        this.focus = focus;
        Regions = regions;
        Size = size;
        Compute compute = focus.Compute;
        shadow = new ShadowDepth(compute, kind);
        var windows = new Shape(regions.Count, size, size);
        var inner = new Shape(regions.Count, size - 2, size - 2);
        var each = new Shape(regions.Count, 1, 1);
        (seen, sharpest, scratch) = (compute.Empty<T>(windows), compute.Empty<T>(windows), compute.Empty<T>(windows));
        depth = compute.Empty<TReal>(windows);
        (alongX, alongY) = (compute.Empty<TReal>(inner), compute.Empty<TReal>(inner));
        (sharpness, largest, isLarger) = (compute.Empty<TReal>(each), compute.Empty<TReal>(each), compute.Empty<TReal>(each));
        compute.Backend.Fill(largest, -1);
        (places, isInside) = Places();
        mask = Mask();
        Distances = new double[regions.Count];
    }

    internal IReadOnlyList<ParticleRegion> Regions { get; }

    /// <summary>The points along a side.</summary>
    internal int Size { get; }

    /// <summary>Where each window was sharpest, m.</summary>
    internal double[] Distances { get; }

    /// <summary>The row and column of the field where a window begins; they may be outside.</summary>
    internal (int Top, int Left) Corner(int region)
    {
        ParticleRegion around = Regions[region];
        return (around.Top + (around.Height / 2) - (Size / 2), around.Left + (around.Width / 2) - (Size / 2));
    }

    /// <summary>Looks at a plane of the whole field.</summary>
    internal void Look(NdArray<T> plane, Complex turn, double distance)
    {
        Backend backend = focus.Compute.Backend;
        backend.Gather(plane, places, isInside, seen);
        backend.Affine(turn, seen, 0, seen);
        backend.Copy(seen, scratch);
        Judge(1);
        backend.Binary(BinaryOp.Greater, sharpness, largest, isLarger);
        backend.Select(isLarger, seen, sharpest, sharpest);
        backend.Binary(BinaryOp.Maximum, sharpness, largest, largest);
        double[] larger = Numbers(isLarger);
        for (int k = 0; k < larger.Length; k++)
        {
            if (larger[k] != 0) Distances[k] = distance;
        }
    }

    /// <summary>
    /// Looks between the planes around each window's sharpest, going there from the light in the window, and moves its distance to the top of the parabola through the largest sharpness and its
    /// neighbours. The depths of the shadows in the sharpest, [region, y, x], on the host.
    /// </summary>
    internal NdArray<TReal> Refine(double spacing, CancellationToken cancellation)
    {
        Backend backend = focus.Compute.Backend;
        using NdArray<TReal> kept = focus.Compute.Empty<TReal>(depth.Shape);
        var grid = new FieldGrid(Size, Size, focus.Grid.Dy, focus.Grid.Dx);
        FocusPlanes nearby = focus with { Grid = grid, Method = new BandLimitedAngularSpectrum { Padding = 1 } };
        GridFourierPlan plan = backend.PlanFourier(grid.Shape);
        double[][] values = new double[(2 * StepsBetween) + 1][];
        backend.Fill(largest, -1);
        for (int step = 0; step < values.Length; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            double further = spacing * (step - StepsBetween) / StepsBetween;
            using NdArray<T> transfer = nearby.Transfer<T>(further, grid.Shape);
            plan.Filter(sharpest, transfer, conjugate: true, scratch);
            Judge(InlineHologram.PassingLight(focus.Numbers(further)));
            backend.Binary(BinaryOp.Greater, sharpness, largest, isLarger);
            backend.Select(isLarger, depth, kept, kept);
            backend.Binary(BinaryOp.Maximum, sharpness, largest, largest);
            values[step] = Numbers(sharpness);
        }

        for (int k = 0; k < Distances.Length; k++) Distances[k] += spacing * (Top([.. values.Select(each => each[k])]) - StepsBetween) / StepsBetween;
        using NdArray<TReal> here = focus.Compute.ToHost(kept);
        return here.Copy();
    }

    public void Dispose()
    {
        foreach (NdArray<T> array in (NdArray<T>[])[seen, sharpest, scratch]) array.Dispose();
        foreach (NdArray<TReal> array in (NdArray<TReal>[])[isInside, mask, depth, alongX, alongY, sharpness, largest, isLarger]) array.Dispose();
        places.Dispose();
    }

    /// <summary>Where the parabola through the largest value and its neighbours is largest.</summary>
    private static double Top(double[] values)
    {
        int k = Array.IndexOf(values, values.Max());
        if (k == 0 || k == values.Length - 1) return k;
        double bend = values[k - 1] - (2 * values[k]) + values[k + 1];
        return bend < 0 ? k + (0.5 * (values[k - 1] - values[k + 1]) / bend) : k;
    }

    /// <summary>The sharpness of the field in the scratch, which is used up.</summary>
    private void Judge(Complex turn)
    {
        Backend backend = focus.Compute.Backend;
        shadow.Of(scratch, turn, depth);
        backend.Binary(BinaryOp.Subtract, Part(1, 2), Part(1, 0), alongX);
        backend.Binary(BinaryOp.Subtract, Part(2, 1), Part(0, 1), alongY);
        backend.Binary(BinaryOp.Multiply, alongX, alongX, alongX);
        backend.MultiplyAdd(alongY, alongY, alongX, alongX);
        backend.Binary(BinaryOp.Multiply, alongX, mask, alongX);
        backend.SumTo(alongX, sharpness);
    }

    private NdArray<TReal> Part(nint y, nint x) => depth.Slice(1, y, Size - 2).Slice(2, x, Size - 2);

    private double[] Numbers(NdArray<TReal> values)
    {
        using NdArray<TReal> here = focus.Compute.ToHost(values);
        return [.. here.AsReadOnlySpan().ToArray().Select(double.CreateChecked)];
    }

    /// <summary>Where in the field the points of the windows are, and whether they are in it.</summary>
    private (NdArray<long> Places, NdArray<TReal> IsInside) Places()
    {
        (int ny, int nx) = ((int)focus.Grid.Ny, (int)focus.Grid.Nx);
        using NdArray<long> at = NdArray.Empty<long>(new Shape(Regions.Count, Size, Size, 1));
        using NdArray<TReal> inside = NdArray.Empty<TReal>(at.Shape);
        Span<long> points = at.AsWritableSpan();
        Span<TReal> areInside = inside.AsWritableSpan();
        int next = 0;
        for (int region = 0; region < Regions.Count; region++)
        {
            (int top, int left) = Corner(region);
            for (int y = top; y < top + Size; y++)
            {
                for (int x = left; x < left + Size; x++, next++)
                {
                    bool isIn = y >= 0 && y < ny && x >= 0 && x < nx;
                    points[next] = isIn ? (y * (long)nx) + x : 0;
                    areInside[next] = isIn ? TReal.One : TReal.Zero;
                }
            }
        }

        return (focus.Compute.ToDevice(at), focus.Compute.ToDevice(inside));
    }

    /// <summary>1 at the points of the regions and around them, without those at the edge of a window, which have no central differences.</summary>
    private NdArray<TReal> Mask()
    {
        using NdArray<TReal> values = NdArray.Zeros<TReal>(alongX.Shape);
        Span<TReal> ones = values.AsWritableSpan();
        int inner = Size - 2;
        for (int region = 0; region < Regions.Count; region++)
        {
            (int top, int left) = Corner(region);
            foreach (int point in Regions[region].Points)
            {
                (int y, int x) = ((int)(point / focus.Grid.Nx) - top - 1, (int)(point % focus.Grid.Nx) - left - 1);
                for (int v = Math.Max(y - Rim, 0); v <= Math.Min(y + Rim, inner - 1); v++)
                {
                    for (int u = Math.Max(x - Rim, 0); u <= Math.Min(x + Rim, inner - 1); u++) ones[(((region * inner) + v) * inner) + u] = TReal.One;
                }
            }
        }

        return focus.Compute.ToDevice(values);
    }
}
