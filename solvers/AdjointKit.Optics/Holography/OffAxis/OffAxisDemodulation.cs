using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optics;

/// <summary>
/// The wave that a side band holds, at the sensor: A h = c F^-1 (w F h) with a round window w around the carrier, flat but for a smooth edge, and c the conjugate carrier, which takes the wave
/// to the middle of the spectrum, by parts of a point too. The hologram h is real, so A is linear for real multiples: A^H u = Re F^-1 (w F (conj(c) u)).
/// </summary>
/// <typeparam name="TReal">The element type of holograms, float or double.</typeparam>
/// <typeparam name="TComplex">That of waves, of the same precision.</typeparam>
public sealed class OffAxisDemodulation<TReal, TComplex> : LinearOperator<TReal, TComplex>
    where TReal : unmanaged
    where TComplex : unmanaged
{
    private readonly GridFourierPlan plan;
    private readonly NdArray<TComplex> window;
    private readonly Carrier<TComplex> carrier;

    /// <summary>Makes the operator.</summary>
    /// <param name="grid">The grid of the hologram.</param>
    /// <param name="sideBand">The side band.</param>
    /// <param name="edge">The part of the radius over which the window falls from 1 to 0, as a cosine; 0: a hard edge.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">A radius that is not positive, an edge outside 0 to 1, element types of two precisions.</exception>
    public OffAxisDemodulation(FieldGrid grid, SideBand sideBand, double edge = 0.2, Compute? compute = null)
        : base(compute ?? new Compute(), Required(grid).Shape, grid.Shape)
    {
        ArgumentNullException.ThrowIfNull(sideBand);
        if (!ElementTypes.IsComplex(RangeType) || ElementTypes.RealOf(RangeType) != DomainType) throw new ArgumentException($"a hologram and its wave have one precision, not {DomainType} and {RangeType}", nameof(grid));
        if (!(sideBand.Radius > 0) || !double.IsFinite(sideBand.Radius)) throw new ArgumentException($"a window of radius {sideBand.Radius} / m is none", nameof(sideBand));
        if (!(edge >= 0 && edge <= 1)) throw new ArgumentException($"the edge of the window is a part of its radius, 0 to 1, not {edge}", nameof(edge));
        SideBand = sideBand;
        plan = Compute.Backend.PlanFourier(grid.Shape);
        window = Window(grid, sideBand, edge);
        carrier = new Carrier<TComplex>(Compute, grid, -sideBand.Y, -sideBand.X);
    }

    /// <inheritdoc/>
    public override string Name => "off-axis demodulation";

    /// <summary>The side band.</summary>
    public SideBand SideBand { get; }

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<TReal> x, in NdArray<TComplex> into)
    {
        Compute.Backend.Copy(x, into);
        plan.Filter(into, window, conjugate: false, into);
        carrier.Multiply(into, into);
    }

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<TComplex> y, in NdArray<TReal> into)
    {
        using NdArray<TComplex> wave = Compute.Empty<TComplex>(Range);
        carrier.MultiplyConjugate(y, wave);
        plan.Filter(wave, window, conjugate: true, wave);
        Compute.Backend.Unary(UnaryOp.Real, wave, into);
    }

    private static FieldGrid Required(FieldGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return grid;
    }

    /// <summary>In the order of the transform, around the carrier on the ring of frequencies.</summary>
    private NdArray<TComplex> Window(FieldGrid grid, SideBand band, double edge)
    {
        double[] alongY = SquaredFrequencies(grid.Ny, grid.Dy, band.Y);
        double[] alongX = SquaredFrequencies(grid.Nx, grid.Dx, band.X);
        using NdArray<Complex> values = NdArray.Fill<Complex>(grid.Ny, grid.Nx, (y, x) =>
        {
            double part = Math.Sqrt(alongY[y] + alongX[x]) / band.Radius;
            return part >= 1 ? 0 : part <= 1 - edge ? 1 : 0.5 * (1 + Math.Cos(Math.PI * (part - 1 + edge) / edge));
        });
        return FormedGrid.Rounded<TComplex>(Compute, values);
    }

    private static double[] SquaredFrequencies(nint count, double pitch, double carrier) =>
        [.. Enumerable.Range(0, (int)count).Select(k => Math.Pow(Math.IEEERemainder(k - carrier, count) / (count * pitch), 2))];
}
