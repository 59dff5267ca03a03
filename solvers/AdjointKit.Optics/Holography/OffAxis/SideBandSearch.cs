using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Finds the side bands of an off-axis hologram: the brightest lobe of its spectrum away from the zero order. The hologram is taken without its mean under a Hann window, so that no edge of it
/// makes a lobe. Where the lobe has a peak, the light that no object deflected, the carrier is where the transform at any frequency is largest; where a curved reference spreads the lobe, it is
/// the lobe's centre of power.
/// </summary>
public static class SideBandSearch
{
    /// <summary>The part of the sampling frequency around the zero order that is not looked at.</summary>
    private const double ZeroOrder = 0.04;

    /// <summary>By how much a lobe outshines the spectrum half-way to the zero order and the median of it all.</summary>
    private const double Distinct = 12;

    /// <summary>A lobe whose peak holds less of its power than this is spread by curvature.</summary>
    private const double PeakShare = 0.1;

    /// <summary>The side band in the half plane y > 0 (or y = 0 and x > 0); <see cref="SideBand.Conjugate"/> is the other one.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="hologram">[y, x], on the device of <paramref name="compute"/>.</param>
    /// <param name="grid">Its grid.</param>
    /// <param name="compute">Where it runs; null: the CPU with all its threads.</param>
    /// <exception cref="ArgumentException">No lobe stands out: there is no side band, or it lies within the zero order.</exception>
    public static SideBand Find<T>(NdArray<T> hologram, FieldGrid grid, Compute? compute = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(grid);
        compute ??= new Compute();
        if (hologram.Shape != grid.Shape) throw new ArgumentException($"a hologram of shape {hologram.Shape} does not lie on a grid of {grid}", nameof(hologram));
        if (grid.Ny < 16 || grid.Nx < 16) throw new ArgumentException($"a hologram of {grid.Ny} x {grid.Nx} points is too small to have a side band: 16 along each axis at least", nameof(hologram));
        using NdArray<Complex> windowed = Windowed(compute, hologram);
        PowerSpectrum spectrum = PowerSpectrum.Of(compute, windowed);
        (nint Y, nint X) peak = spectrum.Brightest(ZeroOrder);
        double power = spectrum.Around(peak.Y, peak.X, 1);
        double behind = Math.Max(spectrum.Median(), spectrum.Around(peak.Y / 2, peak.X / 2, 2));
        if (!(power > Distinct * behind))
        {
            throw new ArgumentException("no side band found: nothing in the spectrum stands out away from its middle; is this an off-axis hologram? A side band can be stated (--sideband y,x)", nameof(hologram));
        }

        SideBand coarse = SideBand.At(peak.Y, peak.X, grid);
        (double y, double x) = spectrum.ShareOfPeak(coarse, grid) > PeakShare ? SpectrumPeak.Refine(compute, windowed, peak) : spectrum.Centre(coarse, grid);
        return y < 0 || (y == 0 && x < 0) ? SideBand.At(-y, -x, grid) : SideBand.At(y, x, grid);
    }

    private static NdArray<Complex> Windowed<T>(Compute compute, NdArray<T> hologram)
        where T : unmanaged
    {
        Backend backend = compute.Backend;
        (nint ny, nint nx) = (hologram.Shape[0], hologram.Shape[1]);
        NdArray<Complex> windowed = compute.Empty<Complex>(hologram.Shape);
        using NdArray<double> sum = compute.Empty<double>(new Shape([]));
        using NdArray<double> wide = compute.Empty<double>(hologram.Shape);
        backend.Copy(hologram, wide);
        backend.SumTo(wide, sum);
        using NdArray<double> total = compute.ToHost(sum);
        backend.Affine(1, wide, -total.AsReadOnlySpan()[0] / hologram.Count, wide);
        foreach ((nint count, Shape line) in ((nint, Shape)[])[(ny, new Shape(ny, 1)), (nx, new Shape(1, nx))])
        {
            using NdArray<double> host = NdArray.Fill<double>(1, count, (_, k) => 0.5 * (1 - Math.Cos(2 * Math.PI * (k + 0.5) / count)));
            using NdArray<double> hann = FormedGrid.Rounded<double>(compute, host);
            backend.Binary(BinaryOp.Multiply, wide, hann.Reshape(line), wide);
        }

        backend.Copy(wide, windowed);
        return windowed;
    }
}
