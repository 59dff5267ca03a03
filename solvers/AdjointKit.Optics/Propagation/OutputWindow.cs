namespace AdjointKit.Optics;

/// <summary>Where the result of a propagation is wanted, for the methods that can choose it. What is not stated is as in the field.</summary>
public sealed record OutputWindow
{
    /// <summary>The pitch along y and x, m; null: the field's.</summary>
    public (double Y, double X)? Pitch { get; init; }

    /// <summary>The number of points along y and x; null: the field's.</summary>
    public (nint Y, nint X)? Points { get; init; }

    /// <summary>Where the middle point lies, (y, x) in m from the axis.</summary>
    public (double Y, double X) Center { get; init; }

    /// <summary>The grid of the result.</summary>
    /// <param name="grid">The grid of the field.</param>
    public FieldGrid On(FieldGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return new FieldGrid(Points?.Y ?? grid.Ny, Points?.X ?? grid.Nx, Pitch?.Y ?? grid.Dy, Pitch?.X ?? grid.Dx);
    }
}
