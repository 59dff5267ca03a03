using System.Numerics;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.TimeAxis;

public class TimeFilterTests
{
    private static readonly Compute Compute = new(threads: 2);

    [Fact]
    public void One_plain_inner_step_is_the_identity_bit_for_bit()
    {
        var filter = new TimeFilter(new Waves.TimeAxis(0.001, 100), 1, corrected: false);
        double[] x = Noise(300, 1);
        var y = new double[300];
        filter.SourceToInternal<double>(x, y, Compute);
        Assert.Equal(x, y);
        Assert.True(filter.SourceIsIdentity);
        Assert.True(filter.DataIsIdentity);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Interpolation_keeps_the_samples_and_fills_between_them_band_limited(int substeps)
    {
        const int Samples = 201;
        const double Step = 0.004;
        var filter = new TimeFilter(new Waves.TimeAxis(Step, Samples), substeps, corrected: false);
        var x = new double[Samples];
        for (int n = 0; n < Samples; n++) x[n] = Pulse(n * Step);
        var y = new double[filter.InternalSamples];
        filter.SourceToInternal<double>(x, y, Compute);
        for (int j = 0; j < y.Length; j++) Assert.Equal(Pulse(j * Step / substeps), y[j], 1e-11);

        double[] noise = Noise(Samples, 3);
        filter.SourceToInternal<double>(noise, y, Compute);
        for (int n = 0; n < Samples; n++) Assert.Equal(noise[n], y[n * substeps], 1e-13);

        static double Pulse(double t) => Math.Exp(-Math.Pow((t - 0.4) / 0.02, 2)) * Math.Cos(200 * t);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(5, true)]
    public void Filters_equal_the_sums_of_their_definition(int substeps, bool corrected)
    {
        const int Samples = 61;
        var filter = new TimeFilter(new Waves.TimeAxis(0.002, Samples), substeps, corrected);
        double[] x = Noise(Samples, 5);
        var source = new double[filter.InternalSamples];
        var data = new double[Samples];
        filter.SourceToInternal<double>(x, source, Compute);
        double[] recorded = Noise(filter.RecordedSamples, 6);
        filter.RecordedToData<double>(recorded, data, Compute);
        Assert.Equal(0, Difference(TimeFilterReference.Source(x, source.Length, substeps, corrected), source), 1e-12);
        Assert.Equal(0, Difference(TimeFilterReference.Data(recorded, Samples, substeps, corrected), data), 1e-12);
    }

    [Theory]
    [InlineData(100, 1, true)]
    [InlineData(101, 3, true)]
    [InlineData(257, 4, false)]
    public void Each_transpose_passes_the_dot_test_in_double(int samples, int substeps, bool corrected)
    {
        var filter = new TimeFilter(new Waves.TimeAxis(0.002, samples), substeps, corrected);
        Assert.InRange(DotError<double>(filter, source: true, traces: 5), 0, 1e-12);
        Assert.InRange(DotError<double>(filter, source: false, traces: 5), 0, 1e-12);
    }

    [Fact]
    public void Each_transpose_passes_the_dot_test_in_single()
    {
        var filter = new TimeFilter(new Waves.TimeAxis(0.002, 301), 2, corrected: true);
        Assert.InRange(DotError<float>(filter, source: true, traces: 4), 0, 1e-5);
        Assert.InRange(DotError<float>(filter, source: false, traces: 4), 0, 1e-5);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        var filter = new TimeFilter(new Waves.TimeAxis(0.002, 101), 2, corrected: true);
        double[] x = Noise(7 * filter.RecordedSamples, 9);
        var one = new double[7 * 101];
        var five = new double[7 * 101];
        using var single = new Compute(threads: 1);
        using var several = new Compute(threads: 5);
        filter.RecordedToData<double>(x, one, single);
        filter.RecordedToData<double>(x, five, several);
        Assert.Equal(one, five);
    }

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(1, 0.3)]
    [InlineData(1, 0.6)]
    [InlineData(3, 0.2)]
    public void An_oscillator_stepped_coarsely_gives_the_exact_motion_when_filtered(int substeps, double halfPhase)
    {
        // Each mode of the wave equation is an oscillator u'' + k^2 u = f; a step at half the phase k h / 2 = 1 would be unstable.
        const double Step = 0.004;
        const int Samples = 1001;
        double h = Step / substeps;
        double k = 2 * halfPhase / h;
        double pulseWidth = 20 * Step;
        var filter = new TimeFilter(new Waves.TimeAxis(Step, Samples), substeps, corrected: true);
        double Force(double t) => Math.Exp(-Math.Pow((t - 0.5) / pulseWidth, 2)) * Math.Cos(k * (t - 0.5));
        var wavelet = new double[Samples];
        for (int n = 0; n < Samples; n++) wavelet[n] = Force(n * Step);
        var plain = new double[filter.InternalSamples];
        for (int j = 0; j < plain.Length; j++) plain[j] = Force(j * h);
        var force = new double[filter.InternalSamples];
        filter.SourceToInternal<double>(wavelet, force, Compute);
        var motion = new double[Samples];
        filter.RecordedToData<double>(Leapfrog(force, k, h, substeps), motion, Compute);

        double[] exact = ExactMotion(Force, k, Step, Samples);
        double scale = exact.Max();
        double plainError = MaxDifference(Leapfrog(plain, k, h, substeps), exact, 0, Samples) / scale;
        double errorAtAll = MaxDifference(motion, exact, 0, Samples) / scale;
        double errorAfterPulse = MaxDifference(motion, exact, 260, Samples) / scale;
        Assert.InRange(plainError, 0.02, 3);
        Assert.InRange(errorAtAll, 0, 2e-5);
        Assert.InRange(errorAfterPulse, 0, 1e-6);
    }

    private static double[] Leapfrog(double[] force, double k, double h, int substeps)
    {
        var recorded = new double[((force.Length - 1) / substeps) + 1];
        double previous = 0;
        double current = 0;
        for (int j = 0; j < force.Length; j++)
        {
            if (j % substeps == 0) recorded[j / substeps] = current;
            (previous, current) = (current, (2 * current) - previous + (h * h * (force[j] - (k * k * current))));
        }

        return recorded;
    }

    /// <summary>u(t) = integral of sin(k (t - s)) / k f(s) ds, by the trapezoidal rule on a fine grid: second order while the force acts, spectrally accurate after it.</summary>
    private static double[] ExactMotion(Func<double, double> force, double k, double step, int samples)
    {
        const int Fine = 40;
        double h = step / Fine;
        var motion = new double[samples];
        Complex sum = Complex.Zero;
        for (int j = 0; j <= (samples - 1) * Fine; j++)
        {
            double t = j * h;
            Complex next = h * force(t) * Complex.FromPolarCoordinates(1, -k * t);
            if (j % Fine == 0) motion[j / Fine] = ((sum + (0.5 * next)) * Complex.FromPolarCoordinates(1, k * t)).Imaginary / k;
            sum += next;
        }

        return motion;
    }

    private static double DotError<T>(TimeFilter filter, bool source, int traces)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = traces * (source ? filter.Axis.Samples : filter.RecordedSamples);
        int outputs = traces * (source ? filter.InternalSamples : filter.Axis.Samples);
        T[] x = [.. Noise(inputs, 11).Select(T.CreateTruncating)];
        T[] y = [.. Noise(outputs, 12).Select(T.CreateTruncating)];
        var forward = new T[outputs];
        var back = new T[inputs];
        if (source)
        {
            filter.SourceToInternal<T>(x, forward, Compute);
            filter.SourceToInternalAdjoint<T>(y, back, Compute);
        }
        else
        {
            filter.RecordedToData<T>(x, forward, Compute);
            filter.RecordedToDataAdjoint<T>(y, back, Compute);
        }

        double a = forward.Zip(y, (u, v) => double.CreateTruncating(u) * double.CreateTruncating(v)).Sum();
        double b = x.Zip(back, (u, v) => double.CreateTruncating(u) * double.CreateTruncating(v)).Sum();
        return Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b));
    }

    private static double[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        var noise = new double[count];
        for (int n = 0; n < count; n++) noise[n] = (2 * random.NextDouble()) - 1;
        return noise;
    }

    private static double Difference(double[] expected, double[] actual) => MaxDifference(actual, expected, 0, expected.Length) / expected.Max(Math.Abs);

    private static double MaxDifference(double[] actual, double[] expected, int from, int to)
    {
        double worst = 0;
        for (int n = from; n < to; n++) worst = Math.Max(worst, Math.Abs(actual[n] - expected[n]));
        return worst;
    }
}
