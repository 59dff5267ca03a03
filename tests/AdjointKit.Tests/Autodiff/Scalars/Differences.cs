namespace AdjointKit.Tests.Autodiff.Scalars;

/// <summary>Derivatives by differences that are good to about ten digits: central differences, extrapolated to a step of zero (Ridders' table).</summary>
internal static class Differences
{
    private const int Levels = 8;
    private const double Shrink = 1.6;

    internal static double Derivative(Func<double, double> f, double x, double step = 0.05)
    {
        var table = new double[Levels, Levels];
        double best = double.NaN;
        double error = double.PositiveInfinity;
        for (int row = 0; row < Levels; row++, step /= Shrink)
        {
            table[row, 0] = (f(x + step) - f(x - step)) / (2 * step);
            double factor = 1;
            for (int column = 1; column <= row; column++)
            {
                factor *= Shrink * Shrink;
                table[row, column] = ((factor * table[row, column - 1]) - table[row - 1, column - 1]) / (factor - 1);
                double now = Math.Max(Math.Abs(table[row, column] - table[row, column - 1]), Math.Abs(table[row, column] - table[row - 1, column - 1]));
                if (now >= error) continue;
                (error, best) = (now, table[row, column]);
            }
        }

        return best;
    }
}
