using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.Migration;

/// <summary>Images of one reflector: where it lies, with which polarity, and how the imaging conditions hang together.</summary>
public class ReverseTimeMigrationTests : IDisposable
{
    private const double Spacing = 10;
    private const double Upper = 2000;
    private const double Lower = 2400;
    private const double Peak = 15;
    private const int Nx = 121;
    private const int Nz = 91;

    private static readonly Grid2D Grid = new(Nx, Nz, Spacing, Spacing);
    private static readonly Waves.TimeAxis Time = new(0.002, 330);

    private readonly Compute compute = new(threads: 2);

    public static TheoryData<ImagingCondition, double> Reflectors => new()
    {
        { ImagingCondition.Born, 0 },
        { ImagingCondition.Correlation, 0 },
        { ImagingCondition.SourceNormalised, 0 },
        { ImagingCondition.InverseScattering, 0 },
        { ImagingCondition.Born, 30 },
        { ImagingCondition.InverseScattering, 30 },
    };

    public void Dispose() => compute.Dispose();

    [Theory]
    [MemberData(nameof(Reflectors))]
    public void A_reflector_peaks_within_a_quarter_wavelength_of_its_depth(ImagingCondition condition, double dip)
    {
        using NdArray<float> image = Image(new MigrationOptions { Condition = condition, Laplacian = condition is ImagingCondition.Correlation or ImagingCondition.SourceNormalised }, dip);
        foreach (int i in dip == 0 ? new[] { 45, 60, 75 } : [55, 65])
        {
            int peak = 20;
            for (int k = 20; k < Nz - 4; k++)
            {
                if (Math.Abs(image[i, k]) > Math.Abs(image[i, peak])) peak = k;
            }

            double error = Math.Abs((peak * Spacing) - Depth(i, dip));
            Assert.True(error <= Upper / Peak / 4 * Math.Cos(dip * Math.PI / 180) + (Spacing / 2), $"column {i}: image peak at {peak * Spacing} m, reflector at {Depth(i, dip)} m");
        }
    }

    [Fact]
    public void A_step_up_in_velocity_shows_as_low_above_and_high_below_in_the_born_image()
    {
        // The image is the band-limited perturbation: negative above the interface, positive below it.
        using NdArray<float> image = Image(new MigrationOptions(), 0);
        double above = 0;
        double below = 0;
        for (int k = 0; k < 4; k++)
        {
            above += image[60, 44 - k];
            below += image[60, 45 + k];
        }

        Assert.True(above < 0 && below > 0, $"{above} above, {below} below");
    }

    [Fact]
    public void The_born_image_is_the_transpose_of_born_modelling()
    {
        (AcousticPropagator<float> propagator, NdArray<float> smooth, NdArray<float> wavelet, NdArray<float> data) = Survey(0);
        using NdArray<float> image = new ReverseTimeMigration<float>(propagator).Migrate(smooth, wavelet, data);
        using NdArray<float> transpose = propagator.BornAdjoint(smooth, wavelet, data);
        Assert.InRange(RelativeDifference(image, transpose), 0, 1e-6);
    }

    [Fact]
    public void The_frequency_domain_image_over_all_frequencies_is_the_cross_correlation()
    {
        var grid = new Grid2D(41, 31, Spacing, Spacing);
        var time = new Waves.TimeAxis(0.002, 121);
        var survey = Waves.Survey.Line(150, 250, 2, 20, 0, 400, 21, 20);
        var propagator = new AcousticPropagator<double>(grid, time, survey, Lower, new AcousticOptions { Pml = PmlWidths.All(10) }, compute);
        using NdArray<double> model = NdArray.Fill<double>(41, 31, (_, k) => k < 15 ? Upper : Lower);
        using NdArray<double> smooth = NdArray.Fill<double>(41, 31, (_, _) => Upper);
        using NdArray<double> wavelet = NdArray.From<double>(new Ricker(Peak).Sample(time));
        using NdArray<double> data = propagator.Model(model, wavelet);
        using NdArray<double> correlation = new ReverseTimeMigration<double>(propagator, new MigrationOptions { Condition = ImagingCondition.Correlation }).Migrate(smooth, wavelet, data);
        using NdArray<double> frequency = new ReverseTimeMigration<double>(propagator, new MigrationOptions { Condition = ImagingCondition.Frequency }).Migrate(smooth, wavelet, data);
        Assert.InRange(RelativeDifference(frequency, correlation), 0, 1e-12);

        // Little memory makes several passes of it, and the same bits.
        using var little = new Compute(threads: 2, memoryBudget: 4_000_000);
        var thrifty = new AcousticPropagator<double>(grid, time, survey, Lower, new AcousticOptions { Pml = PmlWidths.All(10) }, little);
        using NdArray<double> passes = new ReverseTimeMigration<double>(thrifty, new MigrationOptions { Condition = ImagingCondition.Frequency }).Migrate(smooth, wavelet, data);
        Assert.Equal(frequency.AsReadOnlySpan().ToArray(), passes.AsReadOnlySpan().ToArray());

        // A band that holds the wavelet's energy gives nearly the same.
        var band = new FrequencyBand(1, 50, 100);
        using NdArray<double> limited = new ReverseTimeMigration<double>(propagator, new MigrationOptions { Condition = ImagingCondition.Frequency, Frequencies = band }).Migrate(smooth, wavelet, data);
        Assert.InRange(RelativeDifference(limited, correlation), 1e-6, 0.1);
    }

    [Fact]
    public void Inverse_scattering_cancels_waves_that_travel_the_same_way()
    {
        // Direct waves recorded below: source and receiver wavefields run together, which the cross-correlation takes for an image everywhere between.
        var survey = Waves.Survey.Line(600, 600, 1, 20, 0, 1200, 121, 880);
        var propagator = new AcousticPropagator<float>(Grid, Time, survey, Upper, new AcousticOptions(), compute);
        using NdArray<float> model = NdArray.Fill<float>(Nx, Nz, (_, _) => (float)Upper);
        using NdArray<float> wavelet = NdArray.From<float>([.. new Ricker(Peak).Sample(Time).Select(value => (float)value)]);
        using NdArray<float> recorded = propagator.Model(model, wavelet);

        // A sheet of point sources radiates the integral of its signal: the derivative of the data brings the recorded wave back in phase.
        using NdArray<float> data = NdArray.Zeros<float>(recorded.Shape);
        for (int r = 0; r < 121; r++)
        {
            for (int n = 1; n < Time.Samples - 1; n++) data[0, r, n] = recorded[0, r, n + 1] - recorded[0, r, n - 1];
        }

        double wavenumber = 2 * Math.PI * Peak / Upper;
        double correlated = wavenumber * wavenumber * Middle(ImagingCondition.Correlation);
        Assert.InRange(Middle(ImagingCondition.InverseScattering), 0, 0.1 * correlated);

        double Middle(ImagingCondition condition)
        {
            using NdArray<float> image = new ReverseTimeMigration<float>(propagator, new MigrationOptions { Condition = condition }).Migrate(model, wavelet, data);
            double largest = 0;
            for (int k = 30; k < 60; k++) largest = Math.Max(largest, Math.Abs(image[60, k]));
            return largest;
        }
    }

    [Fact]
    public void Shots_migrated_one_by_one_sum_to_the_same_bits()
    {
        (AcousticPropagator<float> propagator, NdArray<float> smooth, NdArray<float> wavelet, NdArray<float> data) = Survey(0);
        var options = new MigrationOptions { Condition = ImagingCondition.SourceNormalised };
        var migration = new ReverseTimeMigration<float>(propagator, options);
        using NdArray<float> together = migration.Migrate(smooth, wavelet, data);
        using var sum = new MigrationSum(Grid, options);
        for (int shot = 0; shot < 3; shot++)
        {
            using MigrationSum part = migration.MigrateShot(shot, smooth, wavelet, data.Select(0, shot));
            sum.Add(part);
        }

        using NdArray<float> apart = migration.Finish(sum);
        Assert.Equal(together.AsReadOnlySpan().ToArray(), apart.AsReadOnlySpan().ToArray());
    }

    private static double Depth(int i, double dip) => (44.5 * Spacing) + (Math.Tan(dip * Math.PI / 180) * (i - 60) * Spacing);

    private static double RelativeDifference<T>(NdArray<T> actual, NdArray<T> expected)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        double difference = 0;
        double norm = 0;
        ReadOnlySpan<T> a = actual.AsReadOnlySpan();
        ReadOnlySpan<T> b = expected.AsReadOnlySpan();
        for (int i = 0; i < a.Length; i++)
        {
            difference += Math.Pow(double.CreateChecked(a[i] - b[i]), 2);
            norm += Math.Pow(double.CreateChecked(b[i]), 2);
        }

        return Math.Sqrt(difference / norm);
    }

    private NdArray<float> Image(MigrationOptions options, double dip)
    {
        (AcousticPropagator<float> propagator, NdArray<float> smooth, NdArray<float> wavelet, NdArray<float> data) = Survey(dip);
        return new ReverseTimeMigration<float>(propagator, options).Migrate(smooth, wavelet, data);
    }

    /// <summary>Three shots over one reflector; the direct wave is taken away by modelling it.</summary>
    private (AcousticPropagator<float> Propagator, NdArray<float> Smooth, NdArray<float> Wavelet, NdArray<float> Data) Survey(double dip)
    {
        var survey = Waves.Survey.Line(300, 900, 3, 20, 0, 1200, 121, 20);
        var propagator = new AcousticPropagator<float>(Grid, Time, survey, Lower, new AcousticOptions(), compute);
        NdArray<float> smooth = NdArray.Fill<float>(Nx, Nz, (_, _) => (float)Upper);
        using NdArray<float> model = NdArray.Fill<float>(Nx, Nz, (i, k) => (float)(k * Spacing > Depth((int)i, dip) ? Lower : Upper));
        NdArray<float> wavelet = NdArray.From<float>([.. new Ricker(Peak).Sample(Time).Select(value => (float)value)]);
        NdArray<float> data = propagator.Model(model, wavelet);
        using NdArray<float> direct = propagator.Model(smooth, wavelet);
        Span<float> reflected = data.AsWritableSpan();
        ReadOnlySpan<float> background = direct.AsReadOnlySpan();
        for (int i = 0; i < reflected.Length; i++) reflected[i] -= background[i];
        return (propagator, smooth, wavelet, data);
    }
}
