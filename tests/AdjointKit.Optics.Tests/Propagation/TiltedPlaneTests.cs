using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Propagation;

public sealed class TiltedPlaneTests
{
    private const double Wavelength = 0.5e-6;

    private static readonly FieldGrid Grid = new(65, 48, dy: 0.9e-6, dx: 0.8e-6);

    [Theory]
    [InlineData(30e-6)]
    [InlineData(-30e-6)]
    public void Without_a_tilt_it_is_the_angular_spectrum(double distance)
    {
        using NdArray<Complex> field = Noise();
        using NdArray<Complex> expected = new AngularSpectrum { Padding = 1 }.Plan<Complex>(Grid, Wavelength, distance).Apply(field);
        using NdArray<Complex> actual = new TiltedPlane().Plan<Complex>(Grid, Wavelength, distance).Apply(field);
        OpticsOracle.AssertNear(expected, actual, 1e-12);
    }

    [Theory]
    [InlineData(0.4, 0, 30e-6, 1)]
    [InlineData(0, -0.4, -30e-6, 1)]
    [InlineData(0.4, 0.4, 30e-6, 1)]
    [InlineData(-0.3, 0.4, -30e-6, 1.33)]
    public void Is_the_sum_of_all_plane_waves(double tiltX, double tiltY, double distance, double index)
    {
        using NdArray<Complex> field = Noise();
        using NdArray<Complex> actual = new TiltedPlane { Tilt = (tiltX, tiltY) }.Plan<Complex>(Grid, Wavelength, distance, index).Apply(field);
        using NdArray<Complex> expected = Sum(field, tiltX, tiltY, distance, index);
        OpticsOracle.AssertNear(expected, actual, 1e-11);
    }

    [Fact]
    public void Evanescent_waves_and_those_from_behind_are_left_out()
    {
        // A fifth of a micrometre holds evanescent waves, and a tilt of 1.2 rad has waves on its back.
        var fine = new FieldGrid(24, 15, dy: 0.2e-6, dx: 0.21e-6);
        using NdArray<Complex> field = Noise(fine);
        using NdArray<Complex> actual = new TiltedPlane { Tilt = (1.2, 0.3) }.Plan<Complex>(fine, Wavelength, 2e-6).Apply(field);
        using NdArray<Complex> expected = Sum(field, 1.2, 0.3, 2e-6, 1, fine);
        OpticsOracle.AssertNear(expected, actual, 1e-11);
    }

    [Theory]
    [InlineData(0.25, 0)]
    [InlineData(0, 0.25)]
    [InlineData(-0.4, 0.3)]
    public void A_plane_wave_has_its_phase_on_the_plane(double tiltX, double tiltY)
    {
        const double distance = 30e-6;
        (double fy, double fx) = (5 / (65 * Grid.Dy), -7 / (48 * Grid.Dx));
        double fz = Math.Sqrt((1 / (Wavelength * Wavelength)) - (fx * fx) - (fy * fy));
        using NdArray<Complex> field = NdArray.Fill<Complex>(65, 48, (j, i) => Wave(fx * (i - 24) * Grid.Dx, fy * (j - 32) * Grid.Dy));
        using NdArray<Complex> actual = new TiltedPlane { Tilt = (tiltX, tiltY) }.Plan<Complex>(Grid, Wavelength, distance).Apply(field);
        using NdArray<Complex> expected = NdArray.Fill<Complex>(65, 48, (j, i) =>
        {
            // The point turned about the x axis, then about the y axis, and moved along z.
            (double x, double y, double z) = ((i - 24) * Grid.Dx, (j - 32) * Grid.Dy, 0.0);
            (y, z) = ((y * Math.Cos(tiltX)) - (z * Math.Sin(tiltX)), (y * Math.Sin(tiltX)) + (z * Math.Cos(tiltX)));
            (z, x) = ((z * Math.Cos(tiltY)) - (x * Math.Sin(tiltY)), (z * Math.Sin(tiltY)) + (x * Math.Cos(tiltY)));
            return Wave(fx * x, fy * y) * Wave(fz * (z + distance), 0);
        });
        OpticsOracle.AssertNear(expected, actual, 1e-12);
    }

    [Fact]
    public void Padded_the_light_of_a_small_hole_does_not_come_back_from_the_other_side()
    {
        // Tilted far enough, the plane's edge sees light that left the grid.
        using NdArray<Complex> hole = NdArray.Fill<Complex>(65, 48, (j, i) => Math.Abs(j - 32) < 4 && Math.Abs(i - 24) < 4 ? 1 : 0);
        using NdArray<Complex> truth = new TiltedPlane { Tilt = (0.2, 0.3), Padding = 8 }.Plan<Complex>(Grid, Wavelength, 60e-6).Apply(hole);
        using NdArray<Complex> periodic = new TiltedPlane { Tilt = (0.2, 0.3) }.Plan<Complex>(Grid, Wavelength, 60e-6).Apply(hole);
        using NdArray<Complex> padded = new TiltedPlane { Tilt = (0.2, 0.3), Padding = 4 }.Plan<Complex>(Grid, Wavelength, 60e-6).Apply(hole);
        Assert.True(OpticsOracle.Distance(truth, periodic) > 10 * OpticsOracle.Distance(truth, padded));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(0, -1)]
    [InlineData(1, -1)]
    public void The_tape_gives_the_slope_in_the_tilt(int axis, int direction)
    {
        double[] angles = [0.2, -0.3];
        double distance = direction * 20e-6;
        using NdArray<Complex> field = Noise();
        double expected = RichardsonDifferences.At0(shift =>
        {
            double[] there = [.. angles];
            there[axis] += shift;
            using var tape = new Tape(new Compute());
            return Loss(tape.Constant(new TiltedPlane { Tilt = (there[0], there[1]) }.Plan<Complex>(Grid, Wavelength, distance).Apply(field))).Value.AsReadOnlySpan()[0];
        }, 3e-4);
        (_, NdArray<double> slope) = Gradient.Of(
            tilt => Loss(Tilted(tilt).Propagate(tilt.Tape.Constant(field), PropagationVariables.Constants(tilt.Tape, Grid, Wavelength, distance))), NdArray.From(angles[0], angles[1]));
        Assert.True(Math.Abs(slope[axis] - expected) <= 1e-8 * Math.Abs(expected), $"the slope in angle {axis} is {slope[axis]:g12}, differences give {expected:g12}");
    }

    [Fact]
    public void The_tape_gives_the_curvature_in_the_tilt()
    {
        using NdArray<Complex> field = Noise();
        using NdArray<double> angles = NdArray.From(0.2, -0.3);
        Var<double> Of(Var<double> tilt) => Loss(Tilted(tilt).Propagate(tilt.Tape.Constant(field), PropagationVariables.Constants(tilt.Tape, Grid, Wavelength, 20e-6)));
        (_, NdArray<double> hessian) = Hessian.Of(tilt => Of(tilt), angles);
        for (int axis = 0; axis < 2; axis++)
        {
            for (int other = 0; other < 2; other++)
            {
                double expected = RichardsonDifferences.At0(shift => Gradient.Of(tilt => Of(tilt), NdArray.From(0.2 + (axis == 0 ? shift : 0), -0.3 + (axis == 1 ? shift : 0))).Gradient[other], 3e-4);
                Assert.True(Math.Abs(hessian[axis, other] - expected) <= 1e-7 * Math.Abs(hessian[0, 0]), $"{hessian[axis, other]:g12}, differences give {expected:g12}");
            }
        }
    }

    [Fact]
    public void Many_fields_in_single_precision_have_the_slope_of_the_double_one()
    {
        using NdArray<Complex> three = NdArray.Zeros<Complex>(3, 65, 48);
        new CounterRandom(6, 1).FillNormal(three);
        using NdArray<ComplexF> single = NdArray.Fill<ComplexF>(3 * 65, 48, (j, i) => (ComplexF)three[j / 65, j % 65, i]).Reshape(3, 65, 48);
        using NdArray<double> angles = NdArray.From(0.2, -0.3);
        NdArray<double> expected = Gradient.Of(tilt => Ops.Sum(Ops.AbsSquared(At(tilt, tilt.Tape.Constant(three)) + 0.7)[.., ..20]), angles).Gradient;
        NdArray<double> actual = Gradient.Of(tilt => Ops.ToDouble(Ops.Sum(Ops.AbsSquared(At(tilt, tilt.Tape.Constant(single)) + 0.7f)[.., ..20])), angles).Gradient;
        for (int axis = 0; axis < 2; axis++) Assert.Equal(expected[axis], actual[axis], 1e-4 * Math.Abs(expected[axis]));

        static Var<T> At<T>(Var<double> tilt, Var<T> fields)
            where T : unmanaged => Tilted(tilt).Propagate(fields, PropagationVariables.Constants(tilt.Tape, Grid, Wavelength, 20e-6));
    }

    [Theory]
    [InlineData(1.6, 0)]
    [InlineData(0, -1.6)]
    [InlineData(double.NaN, 0)]
    public void A_plane_along_the_light_is_refused(double tiltX, double tiltY)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => new TiltedPlane { Tilt = (tiltX, tiltY) });
        Assert.Contains("less than a quarter turn", failure.Message, StringComparison.Ordinal);
    }

    private static TiltedPlane Tilted(Var<double> tilt) => new() { Tilt = (Ops.Select(tilt, 0, 0), Ops.Select(tilt, 0, 1)) };

    private static Var<double> Loss(Var<Complex> field)
    {
        NdArray<double> weights = NdArray.Zeros<double>(field.Shape);
        new CounterRandom(9, 2).FillUniform(weights);
        return Ops.Sum(field.Tape.Constant(weights) * Ops.AbsSquared(field + new Complex(0.7, 0.4)));
    }

    /// <summary>The plane waves of the field by the defining sum, and their sum in every point.</summary>
    private static NdArray<Complex> Sum(NdArray<Complex> field, double tiltX, double tiltY, double distance, double index, FieldGrid? grid = null)
    {
        grid ??= Grid;
        (int ny, int nx) = ((int)grid.Ny, (int)grid.Nx);
        double inverse = index / Wavelength;
        (double cx, double sx, double cy, double sy) = (Math.Cos(tiltX), Math.Sin(tiltX), Math.Cos(tiltY), Math.Sin(tiltY));
        var result = new Complex[ny, nx];
        for (int k = -(ny / 2); k < ny - (ny / 2); k++)
        {
            for (int l = -(nx / 2); l < nx - (nx / 2); l++)
            {
                (double fy, double fx) = (k / (ny * grid.Dy), l / (nx * grid.Dx));
                double squared = (inverse * inverse) - (fx * fx) - (fy * fy);
                if (squared <= 0) continue;
                double fz = Math.Sqrt(squared);
                if ((fx * cx * sy) - (fy * sx) + (fz * cx * cy) <= 0) continue;
                Complex wave = 0;
                for (int j = 0; j < ny; j++)
                {
                    for (int i = 0; i < nx; i++) wave += field[j, i] * Root(-k * (j - (ny / 2)), ny) * Root(-l * (i - (nx / 2)), nx);
                }

                wave *= Wave(fz * distance, 0) / (ny * nx);
                for (int j = 0; j < ny; j++)
                {
                    for (int i = 0; i < nx; i++)
                    {
                        (double x, double y) = ((i - (nx / 2)) * grid.Dx, (j - (ny / 2)) * grid.Dy);
                        result[j, i] += wave * Wave((fx * ((x * cy) + (y * sx * sy))) + (fy * y * cx), fz * ((y * sx * cy) - (x * sy)));
                    }
                }
            }
        }

        return NdArray.Fill<Complex>(ny, nx, (j, i) => result[(int)j, (int)i]);

        static Complex Root(int turns, int n) => Wave((double)(turns % n) / n, 0);
    }

    private static Complex Wave(double cycles, double more) => Complex.FromPolarCoordinates(1, 2 * Math.PI * (cycles + more));

    private static NdArray<Complex> Noise(FieldGrid? grid = null)
    {
        NdArray<Complex> field = NdArray.Zeros<Complex>((grid ?? Grid).Ny, (grid ?? Grid).Nx);
        new CounterRandom(5, 1).FillNormal(field);
        return field;
    }
}
