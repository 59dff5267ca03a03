using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using Xunit;

namespace AdjointKit.Optics.Tests.Elements;

public sealed class ModulatorTests
{
    private static readonly FieldGrid Grid = new(14, 11, 2e-6);

    [Fact]
    public void Shows_levels_between_gaps_in_the_middle_of_the_field()
    {
        using NdArray<double> phase = NdArray.From(0.1, 1.5, -1.6, 6.2).Reshape(2, 2);
        var display = new SpatialLightModulator(phase) { PointsPerPixel = 4, Levels = 4, FillFactor = 0.25, GapAmplitude = 0.5 };
        using NdArray<Complex> behind = display.Plan<Complex>(Grid, 633e-9).Apply(NdArray.Fill<Complex>(14, 11, (_, _) => 1));

        // 8 x 8 points from (3, 1) on; of each pixel the middle 2 x 2 points are active.
        Assert.Equal(0, behind[2, 5]);
        Assert.Equal(0, behind[5, 0]);
        Assert.Equal(0.5, behind[3, 1]);
        AssertNear(1, behind[4, 2]);
        AssertNear(Complex.ImaginaryOne, behind[5, 7]);
        AssertNear(-Complex.ImaginaryOne, behind[8, 3]);
        AssertNear(1, behind[9, 6]);
        Assert.Equal(0.5, behind[10, 6]);

        static void AssertNear(Complex expected, Complex actual) => Assert.True((expected - actual).Magnitude < 1e-15, $"{actual}, expected {expected}");
    }

    [Fact]
    public void A_tilted_lens_is_shorter_across_the_axis_of_its_tilt()
    {
        // The phase is -k (y^2 / cos^2 a + x^2 / cos^2 b) / 2f: f cos^2 a along y, f cos^2 b along x.
        const double Wavelength = 633e-9;
        const double Focal = 2e-3;
        using NdArray<Complex> lens = new ThinLens(Focal) { TiltY = 0.5, TiltX = -0.2 }.Plan<Complex>(Grid, Wavelength).Apply(NdArray.Fill<Complex>(14, 11, (_, _) => 1));
        Assert.Equal(Phase(Focal * Math.Pow(Math.Cos(0.5), 2), 4), lens[11, 5].Phase, 1e-12);
        Assert.Equal(Phase(Focal * Math.Pow(Math.Cos(0.2), 2), 4), lens[7, 9].Phase, 1e-12);

        static double Phase(double focal, int points) => -Math.PI * Math.Pow(points * 2e-6, 2) / (Wavelength * focal);
    }

    [Fact]
    public void An_odd_fill_covers_parts_of_points()
    {
        using NdArray<double> phase = NdArray.From(0.0).Reshape(1, 1);
        using NdArray<Complex> behind = new SpatialLightModulator(phase) { PointsPerPixel = 3, FillFactor = 0.49 }.Plan<Complex>(Grid, 633e-9).Apply(NdArray.Fill<Complex>(14, 11, (_, _) => 1));
        double sum = behind.AsReadOnlySpan().ToArray().Sum(value => value.Real);
        Assert.Equal(0.49 * 9, sum, 1e-14);
    }

    [Fact]
    public void The_gradient_passes_the_levels_as_if_there_were_none()
    {
        using NdArray<double> phase = NdArray.Zeros<double>(4, 3);
        new CounterRandom(3).FillNormal(phase);
        double step = 2 * Math.PI / 16;
        using NdArray<double> shown = NdArray.Fill<double>(4, 3, (y, x) => step * Math.Round(phase[(int)y, (int)x] / step));
        NdArray<double> straight = Slope(phase, 16);
        NdArray<double> plain = Slope(shown, null);
        Assert.True(plain.AsReadOnlySpan().ToArray().All(slope => Math.Abs(slope) > 1e-3));
        for (int k = 0; k < 12; k++) Assert.Equal(plain.AsReadOnlySpan()[k], straight.AsReadOnlySpan()[k], 1e-13);
    }

    [Fact]
    public void A_display_that_does_not_fit_is_refused()
    {
        using NdArray<double> phase = NdArray.Zeros<double>(4, 3);
        var display = new SpatialLightModulator(phase) { PointsPerPixel = 4 };
        Assert.Throws<ArgumentException>(() => display.Plan<Complex>(Grid, 633e-9));
        Assert.Throws<ArgumentOutOfRangeException>(() => display with { Levels = 1 });
        Assert.Throws<ArgumentException>(() => new PhaseMask(phase).Plan<Complex>(Grid, 633e-9));
    }

    private static NdArray<double> Slope(NdArray<double> phase, int? levels) => Gradient.Of(variable =>
    {
        var display = new SpatialLightModulator(variable) { PointsPerPixel = 2, Levels = levels };
        Var<Complex> field = variable.Tape.Constant(NdArray.Fill<Complex>(14, 11, (y, x) => new Complex(y - 4, x)));
        return Ops.Sum(Ops.AbsSquared(display.Apply(field, FieldVariables.Constants(variable.Tape, Grid, 633e-9)) + new Complex(0.3, 0.8)));
    }, phase).Gradient;
}
