using AdjointKit.Arrays;

namespace AdjointKit.Optics;

/// <summary>The points of a plane across the light, [y, x]: point (j, i) lies at ((j - floor(ny/2)) dy, (i - floor(nx/2)) dx) metres from the axis.</summary>
public sealed record FieldGrid
{
    /// <summary>Makes a grid.</summary>
    /// <param name="ny">Points along y, at least 1.</param>
    /// <param name="nx">Points along x, at least 1.</param>
    /// <param name="dy">Pitch along y, m.</param>
    /// <param name="dx">Pitch along x, m.</param>
    /// <exception cref="ArgumentException">A count below 1 or a pitch that is not a positive number.</exception>
    public FieldGrid(nint ny, nint nx, double dy, double dx)
    {
        if (ny < 1 || nx < 1) throw new ArgumentException($"a grid of {ny} x {nx} points is empty: both counts must be at least 1", nameof(ny));
        if (!(dy > 0) || !double.IsFinite(dy) || !(dx > 0) || !double.IsFinite(dx)) throw new ArgumentException($"a pitch of {dy} x {dx} m is not two positive numbers", nameof(dy));
        Ny = ny;
        Nx = nx;
        Dy = dy;
        Dx = dx;
    }

    /// <summary>Makes a grid of square cells.</summary>
    /// <param name="ny">Points along y, at least 1.</param>
    /// <param name="nx">Points along x, at least 1.</param>
    /// <param name="pitch">Pitch along both axes, m.</param>
    /// <exception cref="ArgumentException">A count below 1 or a pitch that is not a positive number.</exception>
    public FieldGrid(nint ny, nint nx, double pitch)
        : this(ny, nx, pitch, pitch)
    {
    }

    /// <summary>Points along y.</summary>
    public nint Ny { get; }

    /// <summary>Points along x.</summary>
    public nint Nx { get; }

    /// <summary>Pitch along y, m.</summary>
    public double Dy { get; }

    /// <summary>Pitch along x, m.</summary>
    public double Dx { get; }

    /// <summary>The shape of a field on this grid, [y, x].</summary>
    public Shape Shape => new(Ny, Nx);

    /// <summary>The same points at another pitch.</summary>
    /// <param name="dy">Pitch along y, m.</param>
    /// <param name="dx">Pitch along x, m.</param>
    public FieldGrid WithPitch(double dy, double dx) => new(Ny, Nx, dy, dx);

    /// <summary>Points, pitch in micrometres.</summary>
    public override string ToString() => Dy == Dx ? $"{Ny} x {Nx} points of {Dx * 1e6:0.####} um" : $"{Ny} x {Nx} points of {Dy * 1e6:0.####} x {Dx * 1e6:0.####} um";
}
