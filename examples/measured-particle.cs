// A measured in-line hologram of a small sphere in water: the sphere found, its distance, its place and its size, and what the light is like along its way.
#:project ../src/AdjointKit/AdjointKit.csproj
#:project ../src/AdjointKit.Plotting/AdjointKit.Plotting.csproj
#:project ../src/AdjointKit.IO/AdjointKit.IO.csproj
#:project ../solvers/AdjointKit.Optics/AdjointKit.Optics.csproj

using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.Optics;
using AdjointKit.Plotting;

namespace AdjointKit.Examples;

// The hologram and its background are image01.jpg and bg01.jpg of holopy/core/tests/exampledata (github.com/manoharan-lab/holopy): 660 nm, 0.0851 um per pixel, a sphere of 1 um in water.
internal static class MeasuredParticle
{
    private const double Wavelength = 660e-9;
    private const double Water = 1.33;

    private static void Main(string[] args)
    {
        if (args.Length < 2) Console.Error.WriteLine("usage: dotnet run -c Release measured-particle.cs -- image01.jpg bg01.jpg [folder]");
        else Run(Console.Out, args.ElementAtOrDefault(2) ?? ".", args[0], args[1], 31);
    }

    internal static void Run(TextWriter output, string folder, string hologramFile, string backgroundFile, int planes)
    {
        using var compute = new Compute();
        using NdArray<double> hologram = ArrayFile.Read<double>(hologramFile);
        using NdArray<double> background = ArrayFile.Read<double>(backgroundFile);
        using NdArray<double> contrast = InlineHologram.Contrast(compute, hologram, background);
        var grid = new FieldGrid(hologram.Shape[0], hologram.Shape[1], pitch: 0.0851e-6);

        // Every particle between 10 and 25 um in front of the sensor; here there is one.
        var focus = new FocusPlanes(compute, grid, Wavelength, Water, new BandLimitedAngularSpectrum());
        ParticleField found = ParticleFinder.Find(contrast, focus, from: 10e-6, to: 25e-6, planes);
        foreach (Particle each in found.Particles) output.WriteLine($"x {each.X * 1e6:F2} um, y {each.Y * 1e6:F2} um, z {each.Z * 1e6:F2} um, diameter {each.Diameter * 1e6:F2} um");
        ParticleTable.Write(Path.Combine(folder, "measured-particle.csv"), found.Particles);
        Particle particle = found.Particles[0];

        // The light in its plane, and along the way through it: the amplitude |1 + o| with the light that passed it by.
        using NdArray<double> inFocus = Amplitude(particle.Z);
        double[] distances = [.. Enumerable.Range(0, 76).Select(k => (10 + (0.2 * k)) * 1e-6)];
        int row = (int)Math.Round(particle.Y / grid.Dy) + ((int)grid.Ny / 2);
        using NdArray<double> along = NdArray.Zeros<double>(distances.Length, grid.Nx);
        for (int k = 0; k < distances.Length; k++)
        {
            using NdArray<double> plane = Amplitude(distances[k]);
            plane.Select(0, row).CopyTo(along.Select(0, k));
        }

        double[] turns = [.. Enumerable.Range(0, 65).Select(k => 2 * Math.PI * k / 64)];
        double[] circleX = [.. turns.Select(t => (particle.X + (particle.Diameter / 2 * Math.Cos(t))) * 1e6)];
        double[] circleY = [.. turns.Select(t => (particle.Y + (particle.Diameter / 2 * Math.Sin(t))) * 1e6)];
        var circle = new Series(circleX, circleY, $"{particle.Diameter * 1e6:F2} um wide") { Width = 2 };
        Figure.Grid(
            1,
            3,
            Across(contrast, grid, "Hologram: I/B - 1", 15),
            Across(inFocus, grid, $"Amplitude at z = {particle.Z * 1e6:F2} um", 4, particle).WithSeries(circle),
            Figure.Image(Columns(along, 256 - 60, 120), "Amplitude along the way", Extent.OfGrid(120, 0.0851, distances.Length, 0.2, -60 * 0.0851, 10), order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, xLabel: "x (um)", yLabel: "z (um)", colorBar: false)
                .WithMarkers([particle.X * 1e6], [particle.Z * 1e6], label: "in focus"))
            .WithSize(960, 340).WithScale(1).Save(Path.Combine(folder, "measured-particle.png"));

        NdArray<double> Amplitude(double z)
        {
            Propagator<Complex> way = focus.Method.Plan<Complex>(grid, Wavelength, z, Water, compute: compute);
            Complex passing = InlineHologram.PassingLight(way.Numbers);
            using NdArray<Complex> field = InlineHologram.BackPropagate(way, contrast);
            return NdArray.Fill<double>(grid.Ny, grid.Nx, (y, x) => Complex.Abs(1 + (passing * field[y, x])));
        }
    }

    /// <summary>A square around the middle, or around a particle, of so many micrometres to each side.</summary>
    private static Figure Across(NdArray<double> values, FieldGrid grid, string title, double side, Particle? around = null)
    {
        int half = (int)(side * 1e-6 / grid.Dx);
        int top = (int)Math.Round((around?.Y ?? 0) / grid.Dy) - half;
        int left = (int)Math.Round((around?.X ?? 0) / grid.Dx) - half;
        NdArray<double> part = Columns(values.Slice(0, top + ((int)grid.Ny / 2), 2 * half), left + ((int)grid.Nx / 2), 2 * half);
        double step = grid.Dx * 1e6;
        return Figure.Image(part, title, Extent.OfGrid(2 * half, step, 2 * half, step, left * step, top * step), order: AxisOrder.VerticalFirst, colorMap: ColorMap.Gray, xLabel: "x (um)", yLabel: "y (um)", aspect: Aspect.Equal, colorBar: false);
    }

    private static NdArray<double> Columns(NdArray<double> values, int from, int count) => values.Slice(1, from, count).Copy();
}
