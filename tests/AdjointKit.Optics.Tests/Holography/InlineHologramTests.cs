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
        Complex turn = Complex.FromPolarCoordinates(1, 2 * Math.PI * 5e-3 / 532e-9);
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
}
