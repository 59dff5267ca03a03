namespace AdjointKit.Waves;

/// <summary>
/// Minus the five-point Laplacian, in 1/m^2: multiplies the image's spectrum by |k|^2, so that the smooth noise of the cross-correlation goes and the polarity stays
/// (Zhang &amp; Sun 2009). Beyond the edges the image continues with its edge values.
/// </summary>
internal static class LaplacianFilter
{
    internal static double[] Apply(ReadOnlySpan<double> image, Grid2D grid)
    {
        var filtered = new double[image.Length];
        for (int i = 0; i < grid.Nx; i++)
        {
            for (int k = 0; k < grid.Nz; k++)
            {
                double center = image[(i * grid.Nz) + k];
                double left = image[(Math.Max(0, i - 1) * grid.Nz) + k];
                double right = image[(Math.Min(grid.Nx - 1, i + 1) * grid.Nz) + k];
                double above = image[(i * grid.Nz) + Math.Max(0, k - 1)];
                double below = image[(i * grid.Nz) + Math.Min(grid.Nz - 1, k + 1)];
                filtered[(i * grid.Nz) + k] = ((center - left + (center - right)) / (grid.Dx * grid.Dx)) + ((center - above + (center - below)) / (grid.Dz * grid.Dz));
            }
        }

        return filtered;
    }
}
