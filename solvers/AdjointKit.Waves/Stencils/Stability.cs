namespace AdjointKit.Waves;

/// <summary>
/// The stability limit of leapfrog in time with central differences in space. The scheme is stable while dt^2 v^2 times the largest value of the
/// negative Laplacian's symbol stays below 4; that value is S / dx^2 + S / dz^2 with S = |w[0]| + 2 sum |w[m]|, so
/// <code>dt &lt; 2 / (vmax sqrt(S / dx^2 + S / dz^2))</code>
/// </summary>
public static class Stability
{
    /// <summary>More inner steps than this per sample is taken for a mistake in the units.</summary>
    private const int MaximumSubsteps = 1_000_000;

    /// <summary>The limit of the time step, s; steps must be smaller.</summary>
    /// <param name="grid">The grid; only its spacings matter.</param>
    /// <param name="order">The space order, even.</param>
    /// <param name="vmax">The largest velocity, m/s.</param>
    public static double Limit(Grid2D grid, int order, double vmax)
    {
        ArgumentNullException.ThrowIfNull(grid);
        RequirePositive(vmax, nameof(vmax), "m/s");
        double symbol = LargestSymbol(order);
        return 2 / (vmax * Math.Sqrt((symbol / (grid.Dx * grid.Dx)) + (symbol / (grid.Dz * grid.Dz))));
    }

    /// <summary>The smallest whole m for which the step dt / m is stable; 1 where dt itself is.</summary>
    /// <param name="dt">The step of wavelet and data, s.</param>
    /// <param name="grid">The grid; only its spacings matter.</param>
    /// <param name="order">The space order, even.</param>
    /// <param name="vmax">The largest velocity, m/s.</param>
    /// <exception cref="ArgumentException">dt is not a positive number, or needs more than a million inner steps.</exception>
    public static int Substeps(double dt, Grid2D grid, int order, double vmax)
    {
        RequirePositive(dt, nameof(dt), "s");
        double limit = Limit(grid, order, vmax);
        if (dt / limit >= MaximumSubsteps)
        {
            throw new ArgumentException($"dt {dt} s would need more than {MaximumSubsteps} inner steps per sample below the stability limit {Down(limit)} s: check the units of dt, spacing and velocity", nameof(dt));
        }

        int substeps = Math.Max(1, (int)Math.Ceiling(dt / limit));
        while (dt / substeps >= limit) substeps++;
        return substeps;
    }

    /// <summary>Refuses a step at or above the limit.</summary>
    /// <param name="dt">The step, s.</param>
    /// <param name="grid">The grid; only its spacings matter.</param>
    /// <param name="order">The space order, even.</param>
    /// <param name="vmax">The largest velocity, m/s.</param>
    /// <exception cref="StabilityException">The step is not below the limit.</exception>
    public static void Require(double dt, Grid2D grid, int order, double vmax)
    {
        RequirePositive(dt, nameof(dt), "s");
        double limit = Limit(grid, order, vmax);
        if (dt < limit) return;
        string spacing = grid.Dx == grid.Dz ? $"{grid.Dx:G6} m" : $"{grid.Dx:G6} x {grid.Dz:G6} m";
        throw new StabilityException($"dt {dt:G6} s is above the stability limit {Down(limit)} s for vmax {vmax:G6} m/s at {spacing} spacing, order {order}: use --step auto", dt, limit);
    }

    /// <summary>S = |w[0]| + 2 sum |w[m]|, the largest value of the negative second difference's symbol on a unit grid.</summary>
    internal static double LargestSymbol(int order)
    {
        double[] weights = FiniteDifferenceCoefficients.SecondDerivative(order);
        double sum = Math.Abs(weights[0]);
        for (int m = 1; m < weights.Length; m++) sum += 2 * Math.Abs(weights[m]);
        return sum;
    }

    /// <summary>Three digits, rounded down: the printed limit is itself stable.</summary>
    private static string Down(double limit)
    {
        double scale = Math.Pow(10, 2 - Math.Floor(Math.Log10(limit)));
        return (Math.Floor(limit * scale) / scale).ToString("G3");
    }

    private static void RequirePositive(double value, string name, string unit)
    {
        if (!(value > 0) || double.IsInfinity(value)) throw new ArgumentException($"{name} {value} {unit} must be a positive number", name);
    }
}
