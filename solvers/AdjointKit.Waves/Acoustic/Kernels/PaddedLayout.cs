namespace AdjointKit.Waves.Acoustic.Kernels;

/// <summary>
/// Where a grid point lies in memory. The computed domain is the model plus its absorbing layers, [x, z] with z contiguous. Fields that the stencil reads
/// ("haloed") carry zeros around it: <see cref="Radius"/> rows in x, <see cref="HaloColumns"/> columns in z. All other arrays ("plain") have none.
/// Rows are whole multiples of 16 elements, so that a vector never leaves its row; the columns behind the domain have v = 0 and stay zero.
/// </summary>
internal sealed class PaddedLayout
{
    internal const int Lanes = 16;
    internal const int HaloColumns = 16;

    internal PaddedLayout(int nx, int nz, PmlWidths pml, int radius)
    {
        ModelNx = nx;
        ModelNz = nz;
        Pml = pml;
        Radius = radius;
        Nx = checked(pml.Left + nx + pml.Right);
        Nz = checked(pml.Top + nz + pml.Bottom);
        PlainStride = (Nz + Lanes - 1) / Lanes * Lanes;
        HaloStride = PlainStride + (2 * HaloColumns);

        // Rows at a distance of 2 KiB or a multiple of it fall into the same sets of the first-level cache.
        if (HaloStride % 512 == 0) HaloStride += Lanes;
    }

    internal int ModelNx { get; }

    internal int ModelNz { get; }

    internal PmlWidths Pml { get; }

    internal int Radius { get; }

    /// <summary>Points in x with the absorbing layers.</summary>
    internal int Nx { get; }

    /// <summary>Points in z with the absorbing layers.</summary>
    internal int Nz { get; }

    internal int PlainStride { get; }

    internal int HaloStride { get; }

    internal nint PlainCount => (nint)Nx * PlainStride;

    internal nint HaloCount => (nint)(Nx + (2 * Radius)) * HaloStride;

    /// <summary>The offset of the domain's first point in a haloed array.</summary>
    internal nint HaloOrigin => ((nint)Radius * HaloStride) + HaloColumns;
}
