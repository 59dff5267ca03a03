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
    public void The_packages_example_refocuses_a_hole()
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

        // What left the padded grid is lost, the rest comes back.
        Assert.Equal(1, refocused[128, 128].Real, 0.05);
        Assert.Equal(0, refocused[20, 20].Magnitude, 0.05);
        Assert.True(light > 0);
        Assert.NotEqual(0, slope[0]);
    }
}
