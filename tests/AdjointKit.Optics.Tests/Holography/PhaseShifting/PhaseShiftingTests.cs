using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests.Holography.PhaseShifting;

public sealed class PhaseShiftingTests
{
    private const int Ny = 60;
    private const int Nx = 72;

    public static TheoryData<double[]> Steps { get; } = [[0, Math.PI / 2, Math.PI, 1.5 * Math.PI], [0, 1, 2.5], [0.3, -1, 2, 4, 0.3], [0, 2 * Math.PI / 3, 4 * Math.PI / 3]];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Known_steps_give_the_wave(double[] steps)
    {
        using NdArray<double> holograms = Holograms(steps, Varying);
        using NdArray<Complex> wave = Optics.PhaseShifting.Wave<double, Complex>(holograms, steps);
        Assert.True(Largest(wave, Varying) < 1e-14 * 100, $"{Largest(wave, Varying):g3} off");
    }

    [Fact]
    public void Noise_goes_through_as_least_squares_say()
    {
        double[] steps = [0, Math.PI / 2, Math.PI, 1.5 * Math.PI];
        const double Noise = 0.01;
        using NdArray<double> holograms = Holograms(steps, Varying);
        using NdArray<double> noise = NdArray.Zeros<double>(holograms.Shape);
        var compute = new Compute();
        compute.Backend.FillNormal(noise, new CounterRandom(7));
        compute.Backend.AddScaled(Noise, noise, holograms);
        using NdArray<Complex> wave = Optics.PhaseShifting.Wave<double, Complex>(holograms, steps);

        // U = ((I0 - I2) + i (I1 - I3)) / 4: each part has the variance 2 noise^2 / 16, the modulus of both noise^2 / 4; over N points that is known to 1 / sqrt(N), five times of which is allowed.
        double squares = 0;
        for (int y = 0; y < Ny; y++)
        {
            for (int x = 0; x < Nx; x++) squares += Math.Pow((wave[y, x] - Varying(y, x)).Magnitude, 2);
        }

        double ratio = squares / (Ny * Nx) / (Noise * Noise / 4);
        Assert.InRange(ratio, 1 - (5 / Math.Sqrt(Ny * Nx)), 1 + (5 / Math.Sqrt(Ny * Nx)));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Unknown_steps_are_found(double[] steps)
    {
        using NdArray<double> holograms = Holograms(steps, Even);
        double[] found = new BlindPhaseSteps().Find(holograms);
        double sign = Math.Sin(steps.Select(step => step - steps[0]).First(step => Math.Abs(Math.Sin(step)) > 0.1)) < 0 ? -1 : 1;
        for (int k = 0; k < steps.Length; k++)
        {
            Assert.True(Math.Abs(Math.IEEERemainder(found[k] - (sign * (steps[k] - steps[0])), 2 * Math.PI)) < 1e-10, $"step {k} is {found[k]}, not {steps[k] - steps[0]}");
        }
    }

    [Fact]
    public void Steps_that_do_not_determine_the_object_are_refused()
    {
        using NdArray<double> holograms = Holograms([0, Math.PI, 2 * Math.PI], Even);
        Assert.Contains("do not determine the object", Assert.Throws<ArgumentException>(() => Optics.PhaseShifting.Wave<double, Complex>(holograms, [0, Math.PI, 2 * Math.PI])).Message, StringComparison.Ordinal);
        Assert.Contains("do not determine the object", Assert.Throws<ArgumentException>(() => new BlindPhaseSteps().Find(holograms)).Message, StringComparison.Ordinal);
        Assert.Contains("3 holograms have 3 phase steps, not 2", Assert.Throws<ArgumentException>(() => Optics.PhaseShifting.Wave<double, Complex>(holograms, [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("do not determine the object", Assert.Throws<ArgumentException>(() => Optics.PhaseShifting.Wave<double, Complex>(holograms.Slice(0, 0, 2), [0, 1])).Message, StringComparison.Ordinal);
    }

    /// <summary>Four measured holograms of a Fresnel lens, steps of about a quarter turn: their fringes move on all the same way, and the fourth is a half turn from the second.</summary>
    [SkippableFact]
    public void Measured_steps_are_found()
    {
        using NdArray<double> holograms = NdArray.Zeros<double>(4, 1024, 1024);
        for (int k = 0; k < 4; k++)
        {
            using NdArray<double> colours = ArrayFile.Read<double>(SharedData.Path($"data/optics/phaseshift_pydhm/I{k}_Fresnel_Lens.bmp"));
            colours.Select(2, 0).CopyTo(holograms.Select(0, k));
        }

        double[] steps = [.. new BlindPhaseSteps().Find(holograms).Select(step => step * 180 / Math.PI)];
        Assert.Equal(0, steps[0]);
        Assert.InRange(steps[1], 45, 60);
        Assert.InRange(steps[2], 105, 120);
        Assert.InRange(steps[3], 165, 180);
    }

    private static NdArray<double> Holograms(double[] steps, Func<nint, nint, Complex> wave)
    {
        NdArray<double> all = NdArray.Zeros<double>(steps.Length, Ny, Nx);
        for (int k = 0; k < steps.Length; k++)
        {
            double step = steps[k];
            using NdArray<double> one = NdArray.Fill<double>(Ny, Nx, (y, x) => Math.Pow((wave(y, x) + Complex.FromPolarCoordinates(1, step)).Magnitude, 2));
            one.CopyTo(all.Select(0, k));
        }

        return all;
    }

    private static double Largest(NdArray<Complex> wave, Func<nint, nint, Complex> expected)
    {
        double largest = 0;
        for (int y = 0; y < Ny; y++)
        {
            for (int x = 0; x < Nx; x++) largest = Math.Max(largest, (wave[y, x] - expected(y, x)).Magnitude);
        }

        return largest;
    }

    private static Complex Varying(nint y, nint x) => Complex.FromPolarCoordinates(0.3 + (0.6 * Math.Exp(-Math.Pow((x - 30) / 20.0, 2))), (0.2 * x) + Math.Sin(y / 9.0));

    private static Complex Even(nint y, nint x) => Complex.FromPolarCoordinates(0.8, (0.2 * x) - (0.15 * y) + (2 * Math.Sin(y / 9.0)));
}
