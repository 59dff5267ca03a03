namespace AdjointKit.Waves;

/// <summary>A regular grid [x, z], depth last: node (i, k) lies at (i Dx, k Dz) metres from the model's origin.</summary>
public sealed record Grid2D
{
    /// <summary>Makes a grid.</summary>
    /// <param name="nx">Nodes along x, at least 1.</param>
    /// <param name="nz">Nodes along z, at least 1.</param>
    /// <param name="dx">Spacing along x, m.</param>
    /// <param name="dz">Spacing along z, m.</param>
    /// <exception cref="ArgumentException">A count below 1 or a spacing that is not a positive number.</exception>
    public Grid2D(int nx, int nz, double dx, double dz)
    {
        if (nx < 1 || nz < 1) throw new ArgumentException($"a grid of {nx} x {nz} nodes is empty: both counts must be at least 1", nameof(nx));
        if (!(dx > 0) || !double.IsFinite(dx) || !(dz > 0) || !double.IsFinite(dz)) throw new ArgumentException($"a spacing of {dx} x {dz} m is not two positive numbers", nameof(dx));
        Nx = nx;
        Nz = nz;
        Dx = dx;
        Dz = dz;
    }

    /// <summary>Nodes along x.</summary>
    public int Nx { get; }

    /// <summary>Nodes along z.</summary>
    public int Nz { get; }

    /// <summary>Spacing along x, m.</summary>
    public double Dx { get; }

    /// <summary>Spacing along z, m.</summary>
    public double Dz { get; }

    /// <summary>Distance from the first to the last node along x, m.</summary>
    public double Width => (Nx - 1) * Dx;

    /// <summary>Distance from the first to the last node along z, m.</summary>
    public double Depth => (Nz - 1) * Dz;

    /// <summary>Whether a position lies between the first and last nodes, ends included to within a billionth of a spacing.</summary>
    public bool Contains(Position position) =>
        position.X >= -1e-9 * Dx && position.X <= Width + (1e-9 * Dx) && position.Z >= -1e-9 * Dz && position.Z <= Depth + (1e-9 * Dz);
}
