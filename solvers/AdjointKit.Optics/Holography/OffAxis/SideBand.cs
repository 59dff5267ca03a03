namespace AdjointKit.Optics;

/// <summary>
/// A side band of an off-axis hologram: where in the spectrum the product of the object's wave with the conjugate reference lies. The carrier counts fringes across the whole hologram, which
/// are points of the spectrum from its middle, and need not be whole.
/// </summary>
/// <param name="Y">Fringes along y.</param>
/// <param name="X">Fringes along x.</param>
/// <param name="Radius">The radius of the window around it, cycles per m: the finest detail that comes through is 1 / radius.</param>
public sealed record SideBand(double Y, double X, double Radius)
{
    /// <summary>The other one, which holds the conjugate wave.</summary>
    public SideBand Conjugate => new(-Y, -X, Radius);

    /// <summary>The carrier, cycles per m along y and x.</summary>
    /// <param name="grid">The grid of the hologram.</param>
    public (double Y, double X) Frequency(FieldGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return (Y / (grid.Ny * grid.Dy), X / (grid.Nx * grid.Dx));
    }

    /// <summary>The side band of a carrier with the largest window that keeps out of its neighbours' halves: those are the zero order, the conjugate, and where sampling repeats them.</summary>
    /// <param name="y">Fringes along y.</param>
    /// <param name="x">Fringes along x.</param>
    /// <param name="grid">The grid of the hologram.</param>
    /// <exception cref="ArgumentException">A carrier of no fringes, or beyond what the grid samples.</exception>
    public static SideBand At(double y, double x, FieldGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (!(Math.Abs(y) <= grid.Ny / 2.0) || !(Math.Abs(x) <= grid.Nx / 2.0)) throw new ArgumentException($"a side band at {y:0.##},{x:0.##} lies outside the spectrum of {grid.Ny} x {grid.Nx} points", nameof(y));
        double nearest = double.PositiveInfinity;
        for (int repeatY = -1; repeatY <= 1; repeatY++)
        {
            for (int repeatX = -1; repeatX <= 1; repeatX++)
            {
                nearest = Math.Min(nearest, Distance(y + (repeatY * grid.Ny), x + (repeatX * grid.Nx), grid));
                nearest = Math.Min(nearest, Distance((2 * y) + (repeatY * grid.Ny), (2 * x) + (repeatX * grid.Nx), grid));
            }
        }

        if (!(nearest > 0)) throw new ArgumentException($"a side band at {y:0.##},{x:0.##} is the zero order itself, or its own conjugate", nameof(y));
        return new SideBand(y, x, nearest / 2);
    }

    /// <summary>Carrier and radius in words.</summary>
    public override string ToString() => $"{Y:0.##},{X:0.##} (radius {Radius * 1e-3:0.##} / mm)";

    private static double Distance(double y, double x, FieldGrid grid) => Math.Sqrt(Math.Pow(y / (grid.Ny * grid.Dy), 2) + Math.Pow(x / (grid.Nx * grid.Dx), 2));
}
