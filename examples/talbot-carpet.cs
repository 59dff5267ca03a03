// The Talbot carpet: behind a grating its own image comes back again and again, and between the images finer ones.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

internal static class TalbotCarpet
{
    private const double Wavelength = 633e-9;
    private const double Period = 40e-6;
    private const int Columns = 256;
    private const double Pitch = 8 * Period / Columns;

    private static void Main(string[] args) => Run(Console.Out, args.FirstOrDefault() ?? ".", 420);

    internal static void Run(TextWriter output, string folder, int planes)
    {
        // Eight periods with periodic boundaries: a grating without end. The exact length, l / (1 - sqrt(1 - (l / d)^2)), without the difference of near numbers.
        double ratio = Wavelength / Period;
        double length = Period * Period / Wavelength * (1 + Math.Sqrt(1 - (ratio * ratio)));
        output.WriteLine($"Talbot length {length * 1e3:F6} mm; 2 d^2 / l is {2 * Period * Period / Wavelength * 1e3:F6} mm");

        // With three orders of light the image is exact. With edges it is not: high orders are late, more so at large angles.
        output.WriteLine($"cosine grating: the image in the Talbot plane differs by {Difference(new CosineGrating(Period, 0.8), length, 0):0.0e0}");
        output.WriteLine($"cosine grating: half way, shifted by half a period, it differs by {Difference(new CosineGrating(Period, 0.8), length / 2, Columns / 16):0.0e0}");
        output.WriteLine($"bars: the image in the Talbot plane differs by {Difference(Bars(0.3), length, 0):0.0e0}");

        using NdArray<double> intensity = NdArray.Zeros<double>(Columns / 2, planes);
        using NdArray<double> phase = NdArray.Zeros<double>(Columns / 2, planes);
        for (int k = 0; k < planes; k++)
        {
            double z = length * k / (planes - 1);
            using NdArray<Complex> field = Behind(Bars(0.3), z);
            Complex carrier = Complex.FromPolarCoordinates(1, -2 * Math.PI * Math.IEEERemainder(z / Wavelength, 1));
            for (int x = 0; x < Columns / 2; x++)
            {
                Complex value = field[0, x + (Columns / 4)] * carrier;
                intensity[x, k] = Math.Pow(value.Magnitude, 2);
                phase[x, k] = value.Magnitude < 0.02 ? double.NaN : value.Phase;
            }
        }

        Figure.Grid(
            2,
            1,
            Carpet(intensity, "Intensity behind bars of 12 um in a period of 40 um", length, "intensity", ColorMap.Magma, ColorLimits.Between(0, 1.5)),
            Carpet(phase, "Phase against the plane wave", length, "phase (rad)", ColorMap.Twilight, ColorLimits.Between(-Math.PI, Math.PI)))
            .WithSize(620, 560).WithScale(1).Save(Path.Combine(folder, "talbot-carpet.png"));
    }

    private static BarGrating Bars(double duty) => new(Period) { DutyCycle = duty };

    private static NdArray<Complex> Behind(Grating grating, double z) => new OpticalBench(new FieldGrid(1, Columns, Pitch), Wavelength, new PlaneWave())
    {
        Elements = [grating.At(0)],
        Sensor = new Sensor().At(z),
        Method = new AngularSpectrum { Padding = 1 },
    }.Field<Complex>();

    /// <summary>Of the intensity at z from that of the grating, shifted by points: |a - b| / |b|.</summary>
    private static double Difference(Grating grating, double z, int shift)
    {
        using NdArray<Complex> start = Behind(grating, 0);
        using NdArray<Complex> image = Behind(grating, z);
        double difference = 0;
        double scale = 0;
        for (int x = 0; x < Columns; x++)
        {
            double expected = Math.Pow(start[0, (x + shift) % Columns].Magnitude, 2);
            difference += Math.Pow(Math.Pow(image[0, x].Magnitude, 2) - expected, 2);
            scale += expected * expected;
        }

        return Math.Sqrt(difference / scale);
    }

    private static Figure Carpet(NdArray<double> values, string title, double length, string label, ColorMap colors, ColorLimits limits) => Figure.Image(
        values,
        title,
        Extent.OfGrid(values.Shape[1], length * 1e3 / (values.Shape[1] - 1), values.Shape[0], Pitch * 1e6, 0, -Columns / 4 * Pitch * 1e6),
        AxisOrder.VerticalFirst,
        colors,
        label,
        limits,
        "z (mm)",
        "x (um)");
}
