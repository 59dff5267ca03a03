namespace AdjointKit.Optics.Tests;

/// <summary>Slopes from values, to hold derivatives against.</summary>
internal static class RichardsonDifferences
{
    /// <summary>The slope at 0: central differences with halved steps, extrapolated to step 0.</summary>
    internal static double At0(Func<double, double> f, double step)
    {
        const int levels = 6;
        var table = new double[levels];
        for (int level = 0; level < levels; level++)
        {
            double above = (f(step) - f(-step)) / (2 * step);
            double factor = 1;
            for (int k = 0; k < level; k++)
            {
                factor *= 4;
                double better = above + ((above - table[k]) / (factor - 1));
                table[k] = above;
                above = better;
            }

            table[level] = above;
            step /= 2;
        }

        return table[^1];
    }
}
