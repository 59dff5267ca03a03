using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Waves.Tests.Stencils;

public class NumericalDispersionTests
{
    private static readonly Compute Compute = new(threads: 1);
    private static readonly Waves.TimeAxis Axis = new(0.001, 1000);

    [Fact]
    public void A_coarse_grid_is_warned_of_with_numbers_that_help()
    {
        WaveletSpectrum spectrum = WaveletSpectrum.Of(new Ricker(15).Sample(Axis), Axis, Compute);
        DispersionForecast coarse = NumericalDispersion.Predict(new Grid2D(100, 100, 20, 20), 8, 1500, 0.001, corrected: false, spectrum);
        Assert.Equal(1500 / (2.396 * 15 * 20), coarse.PointsPerWavelength, 0.02);
        Assert.NotNull(coarse.Warning);
        Assert.Contains("2 grid points per shortest wavelength are fewer than 4 (vmin 1500 m/s, spacing 20 m, 35.9 Hz", coarse.Warning, StringComparison.Ordinal);
        Assert.Contains("use a spacing of at most 10.4 m or a peak frequency of at most 7.", coarse.Warning, StringComparison.Ordinal);

        DispersionForecast fine = NumericalDispersion.Predict(new Grid2D(100, 100, 10.4, 10.4), 8, 1500, 0.001, corrected: false, spectrum);
        Assert.Null(fine.Warning);
        Assert.True(fine.PredictedError < coarse.PredictedError);
    }

    [Fact]
    public void Higher_orders_and_the_corrected_time_step_are_predicted_to_be_better()
    {
        WaveletSpectrum spectrum = WaveletSpectrum.Of(new Ricker(10).Sample(Axis), Axis, Compute);
        var grid = new Grid2D(100, 100, 15, 15);
        double plain = NumericalDispersion.Predict(grid, 8, 1500, 0.003, corrected: false, spectrum).PredictedError;
        double corrected = NumericalDispersion.Predict(grid, 8, 1500, 0.003, corrected: true, spectrum).PredictedError;
        double order4 = NumericalDispersion.Predict(grid, 4, 1500, 0.003, corrected: true, spectrum).PredictedError;
        Assert.InRange(plain, 0.1, 1);
        Assert.InRange(corrected, 1e-4, 0.03);
        Assert.True(order4 > 3 * corrected);
    }

    [Fact]
    public void A_silent_wavelet_has_nothing_to_warn_of()
    {
        WaveletSpectrum spectrum = WaveletSpectrum.Of(new double[1000], Axis, Compute);
        DispersionForecast forecast = NumericalDispersion.Predict(new Grid2D(10, 10, 20, 20), 8, 1500, 0.001, corrected: false, spectrum);
        Assert.Null(forecast.Warning);
        Assert.Equal(0, forecast.PredictedError);
    }

    [Fact]
    public void The_prediction_is_what_a_simulation_in_one_dimension_shows()
    {
        // A pulse on a line, order 8, left to travel five wavelengths; the exact wave is the pulse moved.
        const double Velocity = 1500;
        const double Spacing = 15;
        const double Peak = 10;
        const int Nodes = 500;
        const int Steps = 150;
        var grid = new Grid2D(Nodes, 1, Spacing, 1e9);
        double h = 5 * (Velocity / Peak) / Velocity / Steps;
        double[] weights = FiniteDifferenceCoefficients.SecondDerivative(8);
        var ricker = new Ricker(Peak);
        double Travelling(int node, double t) => ricker.At(ricker.Delay + t - ((node - 150) * Spacing / Velocity));
        double[] previous = [.. Enumerable.Range(0, Nodes).Select(i => Travelling(i, -h))];
        double[] current = [.. Enumerable.Range(0, Nodes).Select(i => Travelling(i, 0))];
        for (int n = 0; n < Steps; n++)
        {
            var next = new double[Nodes];
            for (int i = 4; i < Nodes - 4; i++)
            {
                double second = weights[0] * current[i];
                for (int m = 1; m <= 4; m++) second += weights[m] * (current[i - m] + current[i + m]);
                next[i] = (2 * current[i]) - previous[i] + (h * h * Velocity * Velocity / (Spacing * Spacing) * second);
            }

            (previous, current) = (current, next);
        }

        double difference = 0;
        double size = 0;
        for (int i = 0; i < Nodes; i++)
        {
            double exact = Travelling(i, Steps * h);
            difference += Math.Pow(current[i] - exact, 2);
            size += exact * exact;
        }

        double measured = Math.Sqrt(difference / size);
        WaveletSpectrum spectrum = WaveletSpectrum.Of(ricker.Sample(Axis), Axis, Compute);
        double predicted = NumericalDispersion.ErrorAfter(5, spectrum, weights, Spacing, Velocity, h);
        Assert.InRange(measured, 0.02, 1);
        Assert.Equal(measured, predicted, 0.05 * measured);
        Assert.True(h < Stability.Limit(grid, 8, Velocity));
    }
}
