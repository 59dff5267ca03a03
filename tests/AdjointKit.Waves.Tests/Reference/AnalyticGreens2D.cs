namespace AdjointKit.Waves.Tests.Reference;

/// <summary>
/// The exact field of a point source in a homogeneous plane, (1/c^2) u_tt - lap u = f(t) delta(x - xs):
/// u(r, t) = integral of f(t - s) / (2 pi sqrt(s^2 - r^2/c^2)) ds over s &gt; r/c. With s = (r/c) cosh(theta) it is the integral of f(t - (r/c) cosh(theta)) / (2 pi)
/// over theta &gt; 0, a smooth integrand, even in theta, that ends where f begins: the trapezoidal rule converges faster than any power.
/// </summary>
internal static class AnalyticGreens2D
{
    /// <summary>The field at n dt for all n; f must vanish (to the accuracy wanted) at negative times.</summary>
    public static double[] Trace(Func<double, double> f, double velocity, double distance, Waves.TimeAxis axis, int points = 1500)
    {
        var trace = new double[axis.Samples];
        double delay = distance / velocity;
        for (int n = 0; n < trace.Length; n++)
        {
            double t = n * axis.Step;
            if (t <= delay) continue;
            double end = Math.Acosh(t / delay);
            double h = end / points;
            double sum = 0.5 * (f(t - delay) + f(0));
            for (int j = 1; j < points; j++) sum += f(t - (delay * Math.Cosh(j * h)));
            trace[n] = sum * h / (2 * Math.PI);
        }

        return trace;
    }

    /// <summary>The field below a free surface at z = 0: the source and its mirror image with opposite sign.</summary>
    public static double[] TraceBelowFreeSurface(Func<double, double> f, double velocity, Position source, Position receiver, Waves.TimeAxis axis)
    {
        double[] direct = Trace(f, velocity, Math.Sqrt(Math.Pow(receiver.X - source.X, 2) + Math.Pow(receiver.Z - source.Z, 2)), axis);
        double[] image = Trace(f, velocity, Math.Sqrt(Math.Pow(receiver.X - source.X, 2) + Math.Pow(receiver.Z + source.Z, 2)), axis);
        return [.. direct.Zip(image, (d, i) => d - i)];
    }
}
