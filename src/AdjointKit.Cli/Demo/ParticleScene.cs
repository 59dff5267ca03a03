using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Optics;

namespace AdjointKit.Cli.Demo;

/// <summary>Opaque round particles and two transparent flakes in one plane, a laser behind them and a camera in front, which has no lens.</summary>
internal static class ParticleScene
{
    internal const double Wavelength = 633e-9;
    internal const double Distance = 4.137e-3;
    internal const int PhotonsPerPixel = 8000;

    /// <summary>The light is computed on points of half the camera's pitch: what a pixel sees is a mean over several.</summary>
    private const int PointsPerPixel = 2;

    private const int Pixels = 512;
    private const double Pitch = 2e-6;
    private const double Micrometre = 1e-6;

    /// <summary>Opaque particles: middle and radius, um.</summary>
    private static readonly (double Y, double X, double Radius)[] Particles =
    [
        (-310, -250, 12), (-265, 120, 7), (-190, 330, 15), (-120, -80, 6), (-60, -370, 10), (35, 245, 11), (90, -215, 14), (150, 60, 5), (215, 385, 8), (260, -360, 9), (300, 10, 13), (-375, 385, 9),
        (355, 235, 6), (-20, 65, 8), (-400, -20, 10), (-40, 400, 7), (390, -160, 12), (20, -80, 9),
    ];

    /// <summary>Transparent flakes: middle, height and width, um, and by how much they delay the light, rad.</summary>
    private static readonly (double Y, double X, double Height, double Width, double Delay)[] Flakes = [(-190, -200, 30, 54, 0.8), (170, 215, 62, 34, 1.2)];

    internal static FieldGrid Camera { get; } = new(Pixels, Pixels, Pitch);

    internal static int ParticleCount => Particles.Length;

    internal static (double Y, double X, double Height, double Width, double Delay) ThickerFlake => Flakes[^1];

    /// <summary>The transmission t on the camera's pixels, [y, x].</summary>
    internal static NdArray<Complex> Truth(Compute host)
    {
        // The middle of a pixel lies between the points that it is made of.
        NdArray<Complex> truth = Bodies<Complex>(host, Camera, Pitch * (PointsPerPixel - 1) / (2 * PointsPerPixel));
        host.Backend.Affine(1, truth, 1, truth);
        return truth;
    }

    /// <summary>What the camera records, photons [y, x], on the host.</summary>
    internal static NdArray<float> Record(Compute compute, ulong seed)
    {
        var fine = new FieldGrid(Pixels * PointsPerPixel, Pixels * PointsPerPixel, Pitch / PointsPerPixel);
        Propagator<ComplexF> way = new BandLimitedAngularSpectrum().Plan<ComplexF>(fine, Wavelength, Distance, compute: compute);

        // Only what the object changes is taken to the camera: the light that passes it by is known there, and has no edge.
        using NdArray<ComplexF> bodies = Bodies<ComplexF>(compute, fine, shift: 0);
        using var tape = new Tape(compute);
        Var<ComplexF> scattered = Ops.Apply(way, tape.Constant(bodies));
        Var<ComplexF> atCamera = scattered + InlineHologram.PassingLight(way.Numbers);
        var camera = new Sensor { PointsPerPixel = PointsPerPixel, Gain = PhotonsPerPixel, HasShotNoise = true, ReadNoise = 15, FullWell = 4 * PhotonsPerPixel, Bits = 12, Seed = seed };
        return compute.ToHost(camera.Read(Ops.AbsSquared(atCamera)).Value);
    }

    /// <summary>t - 1: that of each body times the part of a pixel that the body covers, which is asked for around the body only.</summary>
    private static NdArray<T> Bodies<T>(Compute compute, FieldGrid grid, double shift)
        where T : unmanaged
    {
        NdArray<T> sum = compute.Zeros<T>(grid.Shape);
        foreach ((double y, double x, double radius) in Particles) Add(new CircularAperture(radius * Micrometre), y, x, 2 * radius, 0);
        foreach ((double y, double x, double height, double width, double delay) in Flakes)
        {
            Add(new RectangularAperture(height * Micrometre, width * Micrometre), y, x, Math.Max(height, width), Complex.FromPolarCoordinates(1, delay));
        }

        return sum;

        void Add(Aperture shape, double y, double x, double size, Complex transmission)
        {
            double atY = (y * Micrometre) - shift;
            double atX = (x * Micrometre) - shift;
            nint row = (nint)Math.Round(atY / grid.Dy);
            nint column = (nint)Math.Round(atX / grid.Dx);
            nint points = 2 + (nint)Math.Ceiling(size * Micrometre / grid.Dx);
            using NdArray<T> light = compute.Empty<T>(points, points);
            compute.Backend.Fill(light, 1);
            Aperture placed = shape with { Y = atY - (row * grid.Dy), X = atX - (column * grid.Dx) };
            using NdArray<T> covered = placed.Plan<T>(new FieldGrid(points, points, grid.Dy, grid.Dx), Wavelength, compute: compute).Apply(light);
            nint half = points / 2;
            compute.Backend.AddScaled(transmission - 1, covered, sum.Slice(0, (grid.Ny / 2) + row - half, points).Slice(1, (grid.Nx / 2) + column - half, points));
        }
    }
}
