namespace AdjointKit.Waves;

/// <summary>
/// How wrong a leapfrog simulation with central differences will be, before it runs. A plane wave along an axis obeys
/// <code>((2/h) sin(w h/2))^2 = v^2 K(k),   K(k) = -(w[0] + 2 sum w[m] cos(m k dx)) / dx^2</code>
/// where the equation has w^2 = v^2 k^2. After the distance L a frequency is out of phase by (k - w/v) L; the predicted error is the relative L2 difference
/// of the wavelet after 10 wavelengths of its peak frequency, the worse of two waves: one at the lowest velocity along the axis with the wider spacing, and one
/// so fast that the grid is fine and only the time step errs.
/// </summary>
public static class NumericalDispersion
{
    /// <summary>The fewest grid points per shortest wavelength that pass without a warning.</summary>
    public const double FewestPoints = 4;

    /// <summary>The distance of the prediction in wavelengths of the peak frequency.</summary>
    public const double Wavelengths = 10;

    /// <summary>Predicts.</summary>
    /// <param name="grid">The grid; only its spacings matter.</param>
    /// <param name="order">The space order.</param>
    /// <param name="vmin">The lowest velocity, m/s.</param>
    /// <param name="step">The inner time step h, s.</param>
    /// <param name="corrected">Whether the error of the time step is removed by filters.</param>
    /// <param name="spectrum">The spectrum of the wavelet.</param>
    public static DispersionForecast Predict(Grid2D grid, int order, double vmin, double step, bool corrected, WaveletSpectrum spectrum)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(spectrum);
        if (!(vmin > 0) || !double.IsFinite(vmin)) throw new ArgumentException($"vmin {vmin} m/s must be a positive number", nameof(vmin));
        double spacing = Math.Max(grid.Dx, grid.Dz);
        double highest = spectrum.HighestFrequency();
        double peak = spectrum.PeakFrequency;
        if (peak == 0 || highest == 0) return new DispersionForecast(double.PositiveInfinity, 0, null);
        double points = vmin / (highest * spacing);
        double error = Math.Max(
            ErrorAfter(Wavelengths, spectrum, FiniteDifferenceCoefficients.SecondDerivative(order), spacing, vmin, corrected ? 0 : step),
            corrected ? 0 : ErrorAfter(Wavelengths, spectrum, null, 1, 1, step));
        if (points >= FewestPoints) return new DispersionForecast(points, error, null);

        double fitting = vmin / (highest * FewestPoints);
        string warning = $"{Down(points, 2)} grid points per shortest wavelength are fewer than {FewestPoints} (vmin {vmin:G6} m/s, spacing {spacing:G6} m, {highest:G3} Hz, where the wavelet's spectrum has fallen to {WaveletSpectrum.DefaultThreshold:P0} of its peak): "
            + $"waves will be off by about {error:P0} after {Wavelengths} wavelengths; use a spacing of at most {Down(fitting, 3)} m or a peak frequency of at most {Down(peak * points / FewestPoints, 3)} Hz instead of {peak:G3} Hz";
        return new DispersionForecast(points, error, warning);
    }

    /// <summary>The relative L2 error of the wavelet after some wavelengths of its peak frequency; no weights mean exact space, step 0 exact time.</summary>
    internal static double ErrorAfter(double wavelengths, WaveletSpectrum spectrum, double[]? weights, double spacing, double velocity, double step)
    {
        double distance = wavelengths * velocity / spectrum.PeakFrequency;
        double error = 0;
        double total = 0;
        for (int n = 1; n < spectrum.Amplitudes.Count; n++)
        {
            double energy = spectrum.Amplitudes[n] * spectrum.Amplitudes[n];
            total += energy;
            double frequency = 2 * Math.PI * n * spectrum.FrequencyStep;
            double wavenumber = Wavenumber(frequency, weights, spacing, velocity, step);

            // A frequency that the grid cannot carry is missing: an error of 1.
            double part = double.IsNaN(wavenumber) ? 1 : 2 * Math.Sin(0.5 * (wavenumber - (frequency / velocity)) * distance);
            error += energy * part * part;
        }

        return total == 0 ? 0 : Math.Sqrt(error / total);
    }

    /// <summary>The wavenumber with which a frequency travels along an axis of the grid, NaN if it does not.</summary>
    private static double Wavenumber(double frequency, double[]? weights, double spacing, double velocity, double step)
    {
        if (step > 0 && frequency * step > Math.PI) return double.NaN;
        double seen = step == 0 ? frequency : 2 / step * Math.Sin(frequency * step / 2);
        if (weights is null) return seen / velocity;

        double target = seen * spacing / velocity;
        target *= target;
        double low = 0;
        double high = Math.PI;
        if (Symbol(weights, high) < target) return double.NaN;
        for (int halving = 0; halving < 60; halving++)
        {
            double middle = 0.5 * (low + high);
            if (Symbol(weights, middle) < target) low = middle;
            else high = middle;
        }

        return low / spacing;
    }

    private static double Symbol(double[] weights, double phase)
    {
        double sum = 0;
        for (int m = 1; m < weights.Length; m++) sum += 2 * weights[m] * (1 - Math.Cos(m * phase));
        return sum;
    }

    private static string Down(double value, int digits)
    {
        double scale = Math.Pow(10, digits - 1 - Math.Floor(Math.Log10(value)));
        return (Math.Floor(value * scale) / scale).ToString($"G{digits}");
    }
}

/// <summary>What to expect of a grid.</summary>
/// <param name="PointsPerWavelength">Grid points per shortest wavelength.</param>
/// <param name="PredictedError">The relative L2 error of the wavelet after <see cref="NumericalDispersion.Wavelengths"/> wavelengths.</param>
/// <param name="Warning">A sentence that says what to change, where there are fewer than <see cref="NumericalDispersion.FewestPoints"/>; else null.</param>
public sealed record DispersionForecast(double PointsPerWavelength, double PredictedError, string? Warning);
