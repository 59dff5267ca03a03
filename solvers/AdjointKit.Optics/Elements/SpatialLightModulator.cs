using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>
/// A display of pixels, each of which delays the light by a phase of its own: in steps, if it has a number of levels, and with gaps between the pixels. It stands in the middle of the field;
/// what goes by it is stopped. Derivatives pass the steps as if there were none.
/// </summary>
public sealed record SpatialLightModulator : TransmissionElement
{
    private readonly int pointsPerPixel = 1;
    private readonly int? levels;
    private readonly double fillFactor = 1;

    /// <summary>Makes the display.</summary>
    /// <param name="phase">The phase of each pixel, [y, x], rad; taken modulo 2 pi where there are levels.</param>
    /// <exception cref="ArgumentException">Not an array of two axes.</exception>
    public SpatialLightModulator(Quantity phase)
    {
        if (phase.Shape.Rank != 2) throw new ArgumentException($"the phase of a display has the axes [y, x], a number for each pixel: this one has the shape {phase.Shape}", nameof(phase));
        Phase = phase;
    }

    /// <inheritdoc/>
    public override string Name => "SLM";

    internal override BenchSymbol Symbol => BenchSymbol.Pixels;

    /// <summary>The phase of each pixel, [y, x], rad.</summary>
    public Quantity Phase { get; }

    /// <summary>The pixel pitch in points of the field, along both axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int PointsPerPixel
    {
        get => pointsPerPixel;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            pointsPerPixel = value;
        }
    }

    /// <summary>The number of phases from 0 to 2 pi that the display can show, 256 say; null: any.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 2.</exception>
    public int? Levels
    {
        get => levels;
        init
        {
            if (value < 2) throw new ArgumentOutOfRangeException(nameof(value), value, "a display shows 2 levels of phase or more; leave the levels out for any phase");
            levels = value;
        }
    }

    /// <summary>The part of a pixel's area that is active, a square in its middle.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 1.</exception>
    public double FillFactor
    {
        get => fillFactor;
        init
        {
            if (!(value > 0 && value <= 1)) throw new ArgumentOutOfRangeException(nameof(value), value, "a fill factor lies above 0 and is at most 1");
            fillFactor = value;
        }
    }

    /// <summary>The amplitude that the gaps between the pixels let through: 0 where they are dark, 1 where they are clear.</summary>
    public Quantity GapAmplitude { get; init; }

    /// <inheritdoc/>
    protected internal override Var<Complex> Transmittance(FieldPoints at)
    {
        ArgumentNullException.ThrowIfNull(at);
        (nint pixelsY, nint pixelsX) = (Phase.Shape[0], Phase.Shape[1]);
        if (pixelsY * PointsPerPixel > at.Ny || pixelsX * PointsPerPixel > at.Nx) throw new ArgumentException($"a display of {pixelsY} x {pixelsX} pixels of {PointsPerPixel} x {PointsPerPixel} points is larger than a field of {at.Ny} x {at.Nx} points: take more points, or fewer for each pixel");

        // Rows of the field are taken from the phases by number, outside of the display from any: there it is dark.
        (NdArray<long> rows, NdArray<double> litY, NdArray<double> openY) = Along(at.Ny, pixelsY, at.FirstRow, at.RowCount);
        (NdArray<long> columns, NdArray<double> litX, NdArray<double> openX) = Along(at.Nx, pixelsX, 0, at.Nx);
        Var<double> phase = Ops.Take(Shown(Ops.Take(at.Whole(Phase), OnDevice(at, rows), 0)), OnDevice(at, columns), 1);
        Var<double> lit = Constant(at, litY, -1, 1) * Constant(at, litX, 1, -1);
        Var<double> active = Constant(at, openY, -1, 1) * Constant(at, openX, 1, -1);
        return Phases.Polar(active, phase / (2 * Math.PI)) + Ops.ToComplex((lit - active) * at[GapAmplitude]);
    }

    /// <summary>The phases that the display can show.</summary>
    private Var<double> Shown(Var<double> phase)
    {
        if (Levels is not int count) return phase;
        double step = 2 * Math.PI / count;
        return StraightThrough.Of(phase, step * Ops.Remainder(Ops.Round(phase / step), count));
    }

    /// <summary>For points along an axis: the pixel that each belongs to, whether it lies in the display, and how much of it is active.</summary>
    private (NdArray<long> Pixel, NdArray<double> Lit, NdArray<double> Active) Along(nint points, nint pixels, nint first, nint count)
    {
        NdArray<long> pixel = NdArray.Zeros<long>(count);
        NdArray<double> lit = NdArray.Zeros<double>(count);
        NdArray<double> active = NdArray.Zeros<double>(count);
        Span<long> numbers = pixel.AsWritableSpan();
        nint before = (points / 2) - (pixels * PointsPerPixel / 2);
        double half = 0.5 * PointsPerPixel * Math.Sqrt(FillFactor);
        for (nint k = 0; k < count; k++)
        {
            nint place = first + k - before;
            if (place < 0 || place >= pixels * PointsPerPixel) continue;
            numbers[(int)k] = place / PointsPerPixel;
            double start = (place % PointsPerPixel) - (0.5 * PointsPerPixel);
            lit[(int)k] = 1;
            active[(int)k] = Math.Clamp(start + 1, -half, half) - Math.Clamp(start, -half, half);
        }

        return (pixel, lit, active);
    }

    private static Var<double> Constant(FieldPoints at, NdArray<double> values, nint rows, nint columns) => Ops.Reshape(at.Whole(values), rows == 1 ? 1 : values.Shape[0], columns == 1 ? 1 : values.Shape[0]);

    private static NdArray<long> OnDevice(FieldPoints at, NdArray<long> host)
    {
        Devices.Compute compute = at.Row.Tape.Compute;
        return compute.Device.IsHost ? host : compute.ToDevice(host);
    }
}
