using AdjointKit.Arrays;

namespace AdjointKit.Waves;

/// <summary>
/// The images of shots before the last treatment (normalisation, Laplacian), in double precision. Sums of shots are made in shot order, so that they have
/// the same bits however the shots were scheduled.
/// </summary>
public sealed class MigrationSum : IDisposable
{
    /// <summary>An empty sum.</summary>
    /// <param name="grid">The model's grid.</param>
    /// <param name="options">The migration's choices.</param>
    public MigrationSum(Grid2D grid, MigrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(options);
        Image = NdArray.Zeros<double>(grid.Nx, grid.Nz);
        if (options.NeedsIllumination) Illumination = NdArray.Zeros<double>(grid.Nx, grid.Nz);
    }

    /// <summary>The image [x, z].</summary>
    public NdArray<double> Image { get; }

    /// <summary>sum s^2 dt [x, z]; null where the migration does not need it.</summary>
    public NdArray<double>? Illumination { get; }

    /// <summary>Adds another sum.</summary>
    public void Add(MigrationSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Add(Image, other.Image);
        if (Illumination is NdArray<double> mine && other.Illumination is NdArray<double> theirs) Add(mine, theirs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        Illumination?.Dispose();
    }

    private static void Add(NdArray<double> target, NdArray<double> addend)
    {
        Span<double> sums = target.AsWritableSpan();
        ReadOnlySpan<double> addends = addend.AsReadOnlySpan();
        for (int i = 0; i < sums.Length; i++) sums[i] += addends[i];
    }
}
