// The spot of Arago: in the middle of the shadow of a disc it is as bright as if there were no disc, as Poisson said to show that light cannot be a wave.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class AragoSpot
{
    private const double Wavelength = 633e-9;
    private const double Radius = 0.5e-3;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 400);

    internal static void Run(TextWriter output, string folder, int points)
    {
        // The shadow is what is missing of a plane wave: 1 less the light of a hole of that shape (Babinet), so that the window need not hold the wave.
        double pitch = 2.4e-3 / points;
        double[] places = [0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1];
        double[] found = [.. places.Select(z => OnAxis(points, pitch, z))];
        double[] formula = [.. places.Select(z => z * z / ((z * z) + (Radius * Radius)))];
        for (int k = 0; k < places.Length; k++) output.WriteLine($"{places[k]:F2} m behind the disc: intensity on the axis {found[k]:F4}, formula {formula[k]:F4}");

        const double z = 0.2;
        using NdArray<Complex> shadow = Shadow(points, pitch, z);
        int middle = points / 2;
        using NdArray<double> intensity = NdArray.Fill<double>(points, points, (y, x) => Math.Pow(shadow[(int)y, (int)x].Magnitude, 2));
        using NdArray<double> phase = NdArray.Fill<double>(points, points, (y, x) => shadow[(int)y, (int)x].Magnitude < 0.02 ? double.NaN : shadow[(int)y, (int)x].Phase);
        double[] x = [.. Enumerable.Range(0, points).Select(k => (k - middle) * pitch * 1e3)];
        double[] profile = [.. x.Select((_, k) => intensity[middle, k])];
        int dark = (int)Math.Round(2.405 * Wavelength * z / (2 * Math.PI * Radius * pitch));
        output.WriteLine($"the spot is {2 * dark * pitch * 1e6:F0} um wide and {profile[middle]:F3} bright; its first dark ring has {profile[middle + dark]:F3}");
        Figure.Grid(
            2,
            2,
            Picture(intensity, "Shadow after 0.2 m", "intensity", ColorMap.Gray, ColorLimits.Between(0, 1.8)),
            Picture(phase, "Phase against the plane wave", "phase (rad)", ColorMap.Twilight, ColorLimits.Between(-Math.PI, Math.PI)),
            Figure.Lines([new Series(x, profile)], "Through the middle", "x (mm)", "intensity"),
            Figure.Lines([new Series(places, formula, "z^2 / (z^2 + a^2)"), new Series(places, found, "bench") { Marker = Marker.Circle, Style = LineStyle.None }], $"On the axis, with pixels of {pitch * 1e6:F0} um", "z (m)", "intensity"))
            .WithSize(720, 610).WithScale(1).Save(Path.Combine(folder, "arago-spot.png"));

        Figure Picture(NdArray<double> values, string title, string label, ColorMap colors, ColorLimits limits) => Figure.Image(
            values, title, Extent.OfGrid(points, pitch * 1e3, points, pitch * 1e3, -middle * pitch * 1e3, -middle * pitch * 1e3), AxisOrder.VerticalFirst, colors, label, limits, "x (mm)", "y (mm)", Aspect.Equal);
    }

    /// <summary>The field over that of the plane wave, the method of propagation planned.</summary>
    private static NdArray<Complex> Shadow(int points, double pitch, double z)
    {
        OpticalBench bench = new(new FieldGrid(points, points, pitch), Wavelength, new PlaneWave()) { Elements = [new CircularAperture(Radius).At(0)], Sensor = new Sensor().At(z) };
        using NdArray<Complex> hole = bench.Field<Complex>();
        Complex carrier = Complex.FromPolarCoordinates(1, -2 * Math.PI * Math.IEEERemainder(z / Wavelength, 1));
        return NdArray.Fill<Complex>(points, points, (y, x) => 1 - (carrier * hole[(int)y, (int)x]));
    }

    private static double OnAxis(int points, double pitch, double z)
    {
        using NdArray<Complex> shadow = Shadow(points, pitch, z);
        return Math.Pow(shadow[points / 2, points / 2].Magnitude, 2);
    }
}
