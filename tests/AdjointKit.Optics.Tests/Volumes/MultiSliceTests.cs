using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Volumes;

/// <summary>What a volume does to a field, where it is known.</summary>
public sealed class MultiSliceTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(7, 1, true)]
    [InlineData(7, 2, false)]
    public void A_homogeneous_volume_is_one_propagation(int count, int padding, bool wideAngle)
    {
        using NdArray<Complex> field = VolumeCase.Noise(1);
        using NdArray<double> volume = NdArray.Fill<double>(count, VolumeCase.Grid.Ny * VolumeCase.Grid.Nx, (_, _) => VolumeCase.Index);
        Propagator<Complex> expected = new AngularSpectrum { Padding = padding }.Plan<Complex>(VolumeCase.Grid, VolumeCase.Wavelength, VolumeCase.Length, VolumeCase.Index);
        using NdArray<Complex> actual = (VolumeCase.Slices(count) with { Padding = padding, WideAngle = wideAngle }).Propagate(field, volume.Reshape(count, VolumeCase.Grid.Ny, VolumeCase.Grid.Nx));
        OpticsOracle.AssertNear(expected.Apply(field), actual, 1e-12);
    }

    [Fact]
    public void A_thin_slice_is_a_phase()
    {
        const double thickness = 1e-12;
        using NdArray<double> volume = VolumeCase.Volume(1);
        for (nint j = 0; j < VolumeCase.Grid.Ny; j++)
        {
            for (nint i = 0; i < VolumeCase.Grid.Nx; i++) volume[0, j, i] += 1e5 * Math.Sin(j + (2 * i));
        }

        using NdArray<Complex> field = VolumeCase.Beam();
        using NdArray<Complex> expected = NdArray.Fill<Complex>(VolumeCase.Grid.Ny, VolumeCase.Grid.Nx, (j, i) =>
            field[j, i] * Complex.FromPolarCoordinates(1, 2 * Math.PI / VolumeCase.Wavelength * thickness * volume[0, j, i]));
        using NdArray<Complex> actual = new MultiSlice(VolumeCase.Grid, VolumeCase.Wavelength, thickness) { Index = VolumeCase.Index }.Propagate(field, volume);
        OpticsOracle.AssertNear(expected, actual, 1e-4);

        // What the way through 1 pm of background does is all of the difference.
        using NdArray<Complex> half = new AngularSpectrum { Padding = 1 }.Plan<Complex>(VolumeCase.Grid, VolumeCase.Wavelength, thickness / 2, VolumeCase.Index).Apply(field);
        using NdArray<Complex> turned = NdArray.Fill<Complex>(VolumeCase.Grid.Ny, VolumeCase.Grid.Nx, (j, i) =>
            half[j, i] * Complex.FromPolarCoordinates(1, 2 * Math.PI / VolumeCase.Wavelength * thickness * (volume[0, j, i] - VolumeCase.Index)));
        using NdArray<Complex> closed = new AngularSpectrum { Padding = 1 }.Plan<Complex>(VolumeCase.Grid, VolumeCase.Wavelength, thickness / 2, VolumeCase.Index).Apply(turned);
        OpticsOracle.AssertNear(closed, actual, 1e-13);
    }

    [Fact]
    public void The_error_falls_with_the_square_of_the_thickness()
    {
        using NdArray<Complex> fine = Behind(1024);
        double[] errors = [.. ((int[])[8, 16, 32]).Select(count => OpticsOracle.Distance(fine, Behind(count)))];
        Assert.InRange(errors[0], 1e-6, 1e-1);
        Assert.InRange(Math.Log2(errors[0] / errors[1]), 1.9, 2.1);
        Assert.InRange(Math.Log2(errors[1] / errors[2]), 1.9, 2.1);

        static NdArray<Complex> Behind(int count) => VolumeCase.Slices(count).Propagate(VolumeCase.Beam(), VolumeCase.Volume(count));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(-0.03)]
    public void Wide_angle_gives_a_slab_its_phase_at_30_degrees(double contrast)
    {
        // A plane wave of 30 degrees in the background, periodic in the grid, through 20 um of another index.
        const int count = 200;
        const double length = 20e-6;
        double pitch = VolumeCase.Wavelength / (VolumeCase.Index * 0.5 * 4);
        var grid = new FieldGrid(4, 32, pitch);
        using NdArray<Complex> wave = NdArray.Fill<Complex>(4, 32, (_, i) => Complex.FromPolarCoordinates(1, 2 * Math.PI * i / 4));
        using NdArray<double> volume = NdArray.Fill<double>(count, 128, (_, _) => VolumeCase.Index + contrast);
        double wavesAlong = Math.Sqrt(Math.Pow((VolumeCase.Index + contrast) / VolumeCase.Wavelength, 2) - Math.Pow(0.5 * VolumeCase.Index / VolumeCase.Wavelength, 2));
        using NdArray<Complex> exact = NdArray.Fill<Complex>(4, 32, (j, i) => wave[j, i] * Complex.FromPolarCoordinates(1, 2 * Math.PI * wavesAlong * length));
        var slices = new MultiSlice(grid, VolumeCase.Wavelength, length / count) { Index = VolumeCase.Index };
        double plain = OpticsOracle.Distance(exact, slices.Propagate(wave, volume.Reshape(count, 4, 32)));
        double wide = OpticsOracle.Distance(exact, (slices with { WideAngle = true }).Propagate(wave, volume.Reshape(count, 4, 32)));
        Assert.True(plain > 0.7, $"the plain error of {plain:g3} is no test");
        Assert.True(wide < 5e-3, $"the error is {wide:g3}, the plain one {plain:g3}");
    }

    [Fact]
    public void The_rim_absorbs_what_leaves()
    {
        // A beam of 20 degrees that leaves a grid of 19 um on its way through 80 um.
        const int count = 80;
        var grid = new FieldGrid(96, 96, 0.2e-6);
        double tilt = 2 * Math.PI / VolumeCase.Wavelength * grid.Dx * Math.Sin(Math.PI / 9);
        using NdArray<Complex> beam = NdArray.Fill<Complex>(96, 96, (j, i) => Math.Exp(-(((j - 48) * (j - 48)) + ((i - 48) * (i - 48))) / 150.0) * Complex.FromPolarCoordinates(1, tilt * i));
        using NdArray<double> volume = NdArray.Fill<double>(count, 96 * 96, (_, _) => 1);
        var slices = new MultiSlice(grid, VolumeCase.Wavelength, 1e-6);
        double periodic = Power(slices.Propagate(beam, volume.Reshape(count, 96, 96))) / Power(beam);
        double absorbed = Power((slices with { Rim = 24 }).Propagate(beam, volume.Reshape(count, 96, 96))) / Power(beam);
        double thinner = Power((new MultiSlice(grid, VolumeCase.Wavelength, 0.5e-6) with { Rim = 24 }).Propagate(beam, NdArray.Fill<double>(2 * count, 96 * 96, (_, _) => 1).Reshape(2 * count, 96, 96))) / Power(beam);
        Assert.InRange(periodic, 0.98, 1.001);
        Assert.InRange(absorbed, 0, 1e-4);
        Assert.InRange(thinner / absorbed, 0.9, 1.1);

        static double Power(NdArray<Complex> field) => field.AsReadOnlySpan().ToArray().Sum(value => (value.Real * value.Real) + (value.Imaginary * value.Imaginary));
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 5, true)]
    public void The_tape_gives_what_the_operator_gives(int padding, int rim, bool wideAngle)
    {
        MultiSlice slices = VolumeCase.Slices(6) with { Padding = padding, Rim = rim, WideAngle = wideAngle };
        using NdArray<Complex> field = VolumeCase.Beam();
        using NdArray<double> volume = VolumeCase.Volume(6);
        using NdArray<Complex> expected = slices.Propagate(field, volume);
        using var compute = new Compute(threads: 2);
        using var tape = new Tape(compute);
        Var<Complex> actual = slices.Propagate(tape.Constant(field), tape.Constant(volume));
        OpticsOracle.AssertNear(expected, actual.Value, 1e-14);
    }

    [Fact]
    public void Single_precision_is_near_double()
    {
        using NdArray<ComplexF> field = VolumeCase.Rounded<Complex, ComplexF>(VolumeCase.Beam());
        using NdArray<float> volume = VolumeCase.Rounded<double, float>(VolumeCase.Volume(64));
        using NdArray<ComplexF> actual = (VolumeCase.Slices(64) with { Rim = 3 }).Propagate(field, volume);
        OpticsOracle.AssertNear((VolumeCase.Slices(64) with { Rim = 3 }).Propagate(VolumeCase.Beam(), VolumeCase.Volume(64)), VolumeCase.Rounded<ComplexF, Complex>(actual), 2e-5);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_a_sentence()
    {
        MultiSlice slices = VolumeCase.Slices(2);
        using NdArray<Complex> field = VolumeCase.Beam();
        Refused("another precision", () => slices.Propagate(field, NdArray.Zeros<float>(2, 21, 16)));
        Refused("volume of shape", () => slices.Propagate(field, NdArray.Zeros<double>(2, 16, 21)));
        Refused("volume of shape", () => slices.Propagate(field, NdArray.Zeros<double>(0, 21, 16)));
        Refused("field of shape", () => slices.Propagate(NdArray.Zeros<Complex>(16, 21), VolumeCase.Volume(2)));
        Refused("forwards", () => new MultiSlice(VolumeCase.Grid, VolumeCase.Wavelength, -1e-6));
        Refused("refractive index", () => slices with { Index = 0 });

        static void Refused(string text, Func<object> run) => Assert.Contains(text, Assert.Throws<ArgumentException>(run).Message, StringComparison.Ordinal);
    }
}
