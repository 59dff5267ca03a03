using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography;

public sealed class InlineHologramTests
{
    [Fact]
    public void The_contrast_is_the_hologram_over_its_background_less_one()
    {
        using var compute = new Compute(threads: 1);
        NdArray<double> hologram = NdArray.From(new double[,] { { 2, 4 }, { 6, 12 } });
        NdArray<double> background = NdArray.From(new double[,] { { 2, 2 }, { 3, 4 } });
        Assert.Equal([0, 1, 1, 2], InlineHologram.Contrast(compute, hologram, background).AsReadOnlySpan().ToArray());
        double[] overMean = InlineHologram.Contrast(compute, hologram).AsReadOnlySpan().ToArray();
        Assert.All(overMean.Zip([-4 / 6.0, -2 / 6.0, 0, 1]), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
    }

    [Fact]
    public void Backgrounds_without_light_or_of_another_shape_are_refused()
    {
        using var compute = new Compute(threads: 1);
        NdArray<double> hologram = NdArray.From(new double[,] { { 2, 4 }, { 6, 12 } });
        Assert.Throws<ArgumentException>(() => InlineHologram.Contrast(compute, hologram, NdArray.From(new double[,] { { 2, 2 }, { 0, 4 } })));
        Assert.Throws<ArgumentException>(() => InlineHologram.Contrast(compute, hologram, NdArray.From(new double[,] { { 2, 2 }, { double.NaN, 4 } })));
        Assert.Throws<ArgumentException>(() => InlineHologram.Contrast(compute, hologram, NdArray.From(new double[,] { { 2, 2 } })));
        Assert.Throws<ArgumentException>(() => InlineHologram.Contrast(compute, NdArray.From(new double[,] { { 0, 0 } })));
    }

    [SkippableFact]
    public void A_weak_object_comes_back_from_its_hologram()
    {
        using var compute = new Compute(threads: 2);
        using NdArray<double> intensity = OpticsOracle.Numbers("C1_hologram_I");
        using NdArray<Complex> transmission = OpticsOracle.Field("C1_object");
        Propagator<Complex> way = new AngularSpectrum { Padding = 1 }.Plan<Complex>(new FieldGrid(256, 256, 2e-6), 532e-9, 5e-3, compute: compute);
        using NdArray<double> light = NdArray.Fill<double>(256, 256, (_, _) => 1);
        using NdArray<double> contrast = InlineHologram.Contrast(compute, intensity, light);
        using NdArray<Complex> field = InlineHologram.BackPropagate(way, contrast);

        // The plane wave has the phase k z at the sensor, which the adjoint takes from the object's part: seen with it the object stands out of its twin.
        Complex turn = InlineHologram.PassingLight(way.Numbers);
        Complex along = 0;
        double size = 0;
        for (int at = 0; at < 256 * 256; at++)
        {
            Complex part = transmission[at / 256, at % 256] - 1;
            along += Complex.Conjugate(part) * field[at / 256, at % 256] * turn;
            size += Math.Pow(Complex.Abs(part), 2);
        }

        Assert.InRange((along / size).Real, 0.7, 1.3);
    }

    [Fact]
    public void The_light_that_passes_the_object_is_a_plane_wave()
    {
        // 0.3 m are a million waves of 0.3 um, which 0.4 um are in a medium of index 4/3; 0.1 um more are a third of one.
        var numbers = new PropagationNumbers(0.4e-6, 0.3 + 0.1e-6, 4.0 / 3, 2e-6, 2e-6);
        Assert.True(Complex.Abs(InlineHologram.PassingLight(numbers) - Complex.FromPolarCoordinates(1, 2 * Math.PI / 3)) < 1e-9);
        Propagator<Complex> way = new AngularSpectrum { Padding = 1 }.Plan<Complex>(new FieldGrid(8, 8, 2e-6), 0.5e-6, 1.234567e-3, index: 1.5);
        using NdArray<Complex> light = NdArray.Fill<Complex>(8, 8, (_, _) => 1);
        Assert.True(Complex.Abs(way.Apply(light)[3, 4] - InlineHologram.PassingLight(way.Numbers)) < 1e-12);
    }
}
