namespace AdjointKit.Optimization;

/// <summary>
/// How far ahead of the iterate steps of FISTA start, in units of the way it came: (t_k - 1) / t_{k+1} after the step k, with t_0 = 1 and t_{k+1} = (1 + sqrt(1 + 4 t_k^2)) / 2 (Beck and Teboulle, SIAM J.
/// Imaging Sci. 2, 2009).
/// </summary>
internal static class FistaMomentum
{
    /// <summary>t_{k+1}, and the momentum after the step k; without acceleration always 1 and 0.</summary>
    internal static (double Next, double Momentum) After(double count, bool accelerated)
    {
        double next = accelerated ? (1 + Math.Sqrt(1 + (4 * count * count))) / 2 : 1;
        return (next, (count - 1) / next);
    }

    /// <summary>The momentum after each of a number of steps.</summary>
    internal static double[] AfterEach(int steps, bool accelerated)
    {
        var momenta = new double[steps];
        double count = 1;
        for (int k = 0; k < steps; k++) (count, momenta[k]) = After(count, accelerated);
        return momenta;
    }
}
