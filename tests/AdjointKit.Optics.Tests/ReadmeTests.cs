using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Optics;
using AdjointKit.TestKit;
using Xunit;

// As a user's code, it stands outside the library's namespaces.
namespace AdjointKit.ReadmeExamples;

public sealed class ReadmeTests
{
    [Fact]
    public void The_example_is_compiled_code() => ReadmeExample.RequireCode("solvers/AdjointKit.Optics/README.md", "tests/AdjointKit.Optics.Tests/ReadmeTests.cs");

    [Fact]
    public void The_packages_examples_refocus_a_hole_and_focus_a_beam()
    {
        // A square hole, 64 points wide, in a grid of 256 x 256 points of 2 um; light of 532 nm, 5 mm to the sensor. Lengths in m.
        var grid = new FieldGrid(ny: 256, nx: 256, pitch: 2e-6);
        using NdArray<Complex> hole = NdArray.Fill<Complex>(256, 256, (y, x) => Math.Abs(y - 128) < 32 && Math.Abs(x - 128) < 32 ? 1 : 0);
        Propagator<Complex> propagator = new AngularSpectrum().Plan<Complex>(grid, wavelength: 532e-9, distance: 5e-3);

        // Forward, and back with the adjoint: the hologram refocused.
        using NdArray<Complex> atSensor = propagator.Apply(hole);
        using NdArray<Complex> refocused = propagator.ApplyAdjoint(atSensor);

        // How the light in the middle of the sensor changes with the distance.
        (double light, NdArray<double> slope) = Gradient.Of(distance =>
        {
            PropagationVariables at = PropagationVariables.Constants(distance.Tape, grid, wavelength: 532e-9, distance: 0) with { Distance = distance };
            Var<Complex> field = new AngularSpectrum().Propagate(distance.Tape.Constant(hole), at);
            return Ops.Sum(Ops.AbsSquared(field[120..136, 120..136]));
        }, NdArray.From(5e-3));

        // A laser beam goes through an aperture and a lens of 100 mm to a camera in its focus.
        OpticalBench Bench(Quantity focalLength) => new(new FieldGrid(256, 256, pitch: 10e-6), wavelength: 633e-9, new GaussianBeam(waist: 0.5e-3))
        {
            Elements = [new CircularAperture(radius: 0.8e-3).At(0.02), new ThinLens(focalLength).At(0.05)],
            Sensor = new Sensor { Gain = 100, HasShotNoise = true, ReadNoise = 3, FullWell = 20000, Bits = 12 }.At(0.15),
        };
        using NdArray<double> picture = Bench(0.1).Picture<double>();
        string drawing = Bench(0.1).ToSvg();

        // With a lens of 120 mm: how the brightest point changes with the focal length.
        (double peak, NdArray<double> change) = Gradient.Of(f => Bench(f).Intensity<double>(f.Tape)[128, 128], NdArray.From(0.12));

        // What left the padded grid is lost, the rest comes back.
        Assert.Equal(1, refocused[128, 128].Real, 0.05);
        Assert.Equal(0, refocused[20, 20].Magnitude, 0.05);
        Assert.True(light > 0);
        Assert.NotEqual(0, slope[0]);

        // The waist in the focus is l f / (pi w0) = 40 um, so the peak is about (500 / 40)^2; the focus moves away from the camera with the focal length.
        Assert.InRange(picture[128, 128], 12000, 18000);
        Assert.True(picture[128, 140] < 200);
        Assert.InRange(peak, 5, 120);
        Assert.True(change[0] < 0);
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "solvers/AdjointKit.Optics/images/bench.svg")), drawing);
    }
}
