namespace AdjointKit.Waves.Tests.Reference;

/// <summary>
/// The scheme in its plainest form: u[n+1] = 2 u[n] - u[n-1] + h^2 v^2 (lap u[n] + s[n]), u = 0 outside, no absorbing layer, sources and receivers by their point
/// weights, a source's delta being its weights / (dx dz). With a free surface the rows above z = 0 are the odd image of those below.
/// </summary>
internal static class ReferenceAcoustic
{
    /// <summary>Runs one shot and returns the field at the receivers, [receiver][sample], every <paramref name="substeps"/>-th step.</summary>
    /// <param name="velocity">[x, z] with z fastest, m/s.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="shot">Sources and receivers.</param>
    /// <param name="sources">[source][inner step]: the signals.</param>
    /// <param name="h">The inner step, s.</param>
    /// <param name="substeps">Inner steps per recorded sample.</param>
    /// <param name="order">The space order.</param>
    /// <param name="freeSurface">Whether u = 0 on z = 0.</param>
    public static double[][] Run(double[] velocity, Grid2D grid, Shot shot, double[][] sources, double h, int substeps, int order, bool freeSurface)
    {
        int nx = grid.Nx;
        int nz = grid.Nz;
        double[] w = FiniteDifferenceCoefficients.SecondDerivative(order);
        PointWeights spread = HicksInterpolation.Build(shot.Sources, grid, default, freeSurface);
        PointWeights read = HicksInterpolation.Build(shot.Receivers, grid, default, freeSurface);
        var u = new double[nx * nz];
        var before = new double[nx * nz];
        int steps = sources[0].Length;
        double[][] data = [.. shot.Receivers.Select(_ => new double[((steps - 1) / substeps) + 1])];
        for (int n = 0; n < steps; n++)
        {
            if (n % substeps == 0)
            {
                for (int r = 0; r < data.Length; r++)
                {
                    for (int p = read.Start[r]; p < read.Start[r + 1]; p++) data[r][n / substeps] += read.Weight[p] * u[(read.X[p] * nz) + read.Z[p]];
                }
            }

            var next = new double[nx * nz];
            for (int i = 0; i < nx; i++)
            {
                for (int k = freeSurface ? 1 : 0; k < nz; k++)
                {
                    double alongX = w[0] * u[(i * nz) + k];
                    double alongZ = alongX;
                    for (int m = 1; m < w.Length; m++)
                    {
                        alongX += w[m] * (At(i - m, k) + At(i + m, k));
                        alongZ += w[m] * (At(i, k - m) + At(i, k + m));
                    }

                    int node = (i * nz) + k;
                    next[node] = (2 * u[node]) - before[node] + (h * h * velocity[node] * velocity[node] * ((alongX / (grid.Dx * grid.Dx)) + (alongZ / (grid.Dz * grid.Dz))));
                }
            }

            for (int s = 0; s < sources.Length; s++)
            {
                for (int p = spread.Start[s]; p < spread.Start[s + 1]; p++)
                {
                    int node = (spread.X[p] * nz) + spread.Z[p];
                    next[node] += h * h * velocity[node] * velocity[node] * spread.Weight[p] * sources[s][n] / (grid.Dx * grid.Dz);
                }
            }

            (before, u) = (u, next);
        }

        return data;

        double At(int i, int k)
        {
            if (freeSurface && k < 0) return -At(i, -k);
            return i < 0 || k < 0 || i >= nx || k >= nz ? 0 : u[(i * nz) + k];
        }
    }
}
