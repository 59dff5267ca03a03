using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.Migration;

/// <summary>Mute, illumination, normalisation and aperture against their definitions, written out here a second time from data and fields.</summary>
public class MigrationTreatmentTests : IDisposable
{
    private const int Nx = 41;
    private const int Nz = 25;
    private const double Spacing = 10;
    private const double FirstSource = 110;
    private const double SecondSource = 290;

    private static readonly Grid2D Grid = new(Nx, Nz, Spacing, Spacing);
    private static readonly Waves.TimeAxis Time = new(0.0015, 200);
    private static readonly AcousticOptions Options = new() { Pml = PmlWidths.All(10) };

    private readonly Compute compute = new(threads: 2);
    private readonly AcousticPropagator<double> propagator;
    private readonly NdArray<double> smooth;
    private readonly NdArray<double> wavelet;
    private readonly NdArray<double> data;

    public MigrationTreatmentTests()
    {
        propagator = new AcousticPropagator<double>(Grid, Time, Survey.Line(FirstSource, SecondSource, 2, 20, 0, 400, 21, 20), 2400, Options, compute);
        smooth = NdArray.Fill<double>(Nx, Nz, (_, k) => 2000 + (5 * k));
        using NdArray<double> model = NdArray.Fill<double>(Nx, Nz, (_, k) => k < 13 ? 2000 : 2400);
        wavelet = NdArray.From<double>(new Ricker(20, 0.05).Sample(Time));
        data = propagator.Model(model, wavelet);
    }

    public void Dispose()
    {
        smooth.Dispose();
        wavelet.Dispose();
        data.Dispose();
        compute.Dispose();
    }

    [Theory]
    [InlineData(1500, 0.08)]
    [InlineData(2000, 0)]
    public void The_mute_zeroes_what_arrives_before_start_time_plus_offset_over_velocity(double velocity, double start)
    {
        using NdArray<double> muted = data.Copy();
        int zeroed = 0;
        for (int shot = 0; shot < 2; shot++)
        {
            for (int r = 0; r < 21; r++)
            {
                double end = start + (Math.Abs((20 * r) - (shot == 0 ? FirstSource : SecondSource)) / velocity);
                for (int n = 0; n < Time.Samples; n++)
                {
                    if (n * Time.Step >= end) continue;
                    muted[shot, r, n] = 0;
                    zeroed++;
                }
            }
        }

        Assert.InRange(zeroed, 1000, (2 * 21 * Time.Samples) - 1000);
        using NdArray<double> byHand = Migrate(new MigrationOptions(), muted);
        using NdArray<double> byOption = Migrate(new MigrationOptions { Mute = new DirectWaveMute(velocity, start) }, data);
        Assert.Equal(byHand.AsReadOnlySpan().ToArray(), byOption.AsReadOnlySpan().ToArray());
    }

    [Theory]
    [InlineData(ImagingCondition.Born, ImagingCondition.Born, true)]
    [InlineData(ImagingCondition.SourceNormalised, ImagingCondition.Correlation, false)]
    public void The_image_is_divided_by_the_squared_source_field_plus_a_millionth_of_its_maximum(ImagingCondition condition, ImagingCondition numerator, bool illumination)
    {
        using NdArray<double> plain = Migrate(new MigrationOptions { Condition = numerator }, data);
        using NdArray<double> divided = Migrate(new MigrationOptions { Condition = condition, Illumination = illumination }, data);
        double[] light = Light();
        double damping = 1e-6 * light.Max();
        Assert.InRange(light.Min() / light.Max(), 0, 0.1);
        double largest = 0;
        for (int n = 0; n < light.Length; n++) largest = Math.Max(largest, Math.Abs(divided.AsReadOnlySpan()[n]));
        for (int n = 0; n < light.Length; n++) Assert.Equal(plain.AsReadOnlySpan()[n] / (light[n] + damping), divided.AsReadOnlySpan()[n], 1e-12 * largest);
    }

    [Fact]
    public void The_aperture_images_columns_within_its_distance_of_the_nearest_source()
    {
        using NdArray<double> whole = Migrate(new MigrationOptions(), data);
        using NdArray<double> narrow = Migrate(new MigrationOptions { Aperture = 65 }, data);
        double[] first = OfShot(0);
        double[] second = OfShot(1);
        for (int i = 0; i < Nx; i++)
        {
            bool near = Math.Abs((i * Spacing) - FirstSource) <= 65;
            bool nearSecond = Math.Abs((i * Spacing) - SecondSource) <= 65;
            for (int k = 0; k < Nz; k++)
            {
                double expected = (near ? first[(i * Nz) + k] : 0) + (nearSecond ? second[(i * Nz) + k] : 0);
                Assert.Equal(expected, narrow[i, k], 1e-12 * Math.Abs(whole[20, 2]));
            }
        }
    }

    private double[] OfShot(int shot)
    {
        using MigrationSum sum = new ReverseTimeMigration<double>(propagator).MigrateShot(shot, smooth, wavelet, data.Select(0, shot));
        return sum.Image.AsReadOnlySpan().ToArray();
    }

    /// <summary>sum over shots and time of s^2 dt, from receivers on every node: a run of its own. The last sample's field has no step behind it.</summary>
    private double[] Light()
    {
        Position[] nodes = [.. Enumerable.Range(0, Nx * Nz).Select(n => new Position(n / Nz * Spacing, n % Nz * Spacing))];
        var survey = new Survey([new Shot([new Position(FirstSource, 20)], nodes), new Shot([new Position(SecondSource, 20)], nodes)]);
        var everywhere = new AcousticPropagator<double>(Grid, Time, survey, 2400, Options, compute);
        Assert.Equal(1, everywhere.Substeps);
        using NdArray<double> fields = everywhere.Model(smooth, wavelet);
        var light = new double[Nx * Nz];
        for (int shot = 0; shot < 2; shot++)
        {
            for (int n = 0; n < light.Length; n++)
            {
                for (int t = 0; t < Time.Samples - 1; t++) light[n] += fields[shot, n, t] * fields[shot, n, t] * Time.Step;
            }
        }

        return light;
    }

    private NdArray<double> Migrate(MigrationOptions options, NdArray<double> gathers) => new ReverseTimeMigration<double>(propagator, options).Migrate(smooth, wavelet, gathers);
}
