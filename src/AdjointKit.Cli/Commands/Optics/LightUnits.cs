using AdjointKit.Cli.Hosting;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Commands.Optics;

/// <summary>Tells numbers of which one must be in another unit than metres.</summary>
internal static class LightUnits
{
    /// <summary>In such a pitch, in wavelengths, no optics is sampled: 6 mm for red light.</summary>
    private const double LargestPitch = 1e4;

    /// <summary>Refuses light that no field of this size holds, and points so large that the field could not change on its way.</summary>
    /// <exception cref="UsageException">One of them; the sentence names the number, its limit and what to give.</exception>
    internal static void Require(double wavelength, double index, FieldGrid grid, double distance)
    {
        double wave = wavelength / index;
        double width = Math.Max(grid.Ny * grid.Dy, grid.Nx * grid.Dx);
        if (wave >= width) throw new UsageException($"--wavelength {wavelength} m is longer than the field is wide, {width:G6} m: both are in metres (633e-9 is red light)");
        double pitch = Math.Min(grid.Dy, grid.Dx);
        if (distance != 0 && pitch > LargestPitch * wave && Spread(wavelength, index, grid, distance) < pitch)
        {
            throw new UsageException($"--pitch {pitch} m is {pitch / wave:G3} wavelengths, more than {LargestPitch}, and over {Math.Abs(distance)} m no light gets from one point to the next: all three are in metres (2e-6 is 2 um)");
        }
    }

    /// <summary>By how much light spreads on its way, m: the widest angle that the points hold has the sine l / 2 dx.</summary>
    internal static double Spread(double wavelength, double index, FieldGrid grid, double distance) => Math.Abs(distance) * wavelength / index / (2 * Math.Min(grid.Dy, grid.Dx));
}
