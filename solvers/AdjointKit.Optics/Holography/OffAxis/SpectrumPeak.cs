using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The peak of a spectrum between its points: the transform at a few frequencies around the best so far, Ey x Ex, narrowed until the last parabola.</summary>
internal static class SpectrumPeak
{
    /// <summary>Frequencies along each axis per pass.</summary>
    private const int Count = 5;

    private const int Passes = 7;

    internal static (double Y, double X) Refine(Compute compute, NdArray<Complex> x, (nint Y, nint X) start)
    {
        (double y, double xAt) = (start.Y, start.X);
        double step = 0.5;
        for (int pass = 0; pass < Passes; pass++)
        {
            double[,] power = Power(compute, x, y, xAt, step);
            (int j, int i) = Largest(power);
            y += step * (j - (Count / 2) + Vertex(j, k => power[k, i]));
            xAt += step * (i - (Count / 2) + Vertex(i, k => power[j, k]));
            step *= 0.3;
        }

        return (y, xAt);
    }

    private static double[,] Power(Compute compute, NdArray<Complex> x, double y, double xAt, double step)
    {
        Backend backend = compute.Backend;
        (nint ny, nint nx) = (x.Shape[0], x.Shape[1]);
        using NdArray<Complex> rows = Waves(compute, ny, y, step);
        using NdArray<Complex> columns = Waves(compute, nx, xAt, step);
        using NdArray<Complex> half = compute.Empty<Complex>(Count, nx);
        using NdArray<Complex> whole = compute.Empty<Complex>(Count, Count);
        backend.MatrixMultiply(MatrixForm.Plain, rows, MatrixForm.Plain, x, accumulate: false, half);
        backend.MatrixMultiply(MatrixForm.Plain, half, MatrixForm.Transposed, columns, accumulate: false, whole);
        using NdArray<Complex> host = compute.ToHost(whole);
        var power = new double[Count, Count];
        for (int j = 0; j < Count; j++)
        {
            for (int i = 0; i < Count; i++) power[j, i] = Math.Log(host[j, i].Magnitude);
        }

        return power;
    }

    private static NdArray<Complex> Waves(Compute compute, nint n, double middle, double step)
    {
        using NdArray<Complex> host = NdArray.Fill<Complex>(Count, n, (j, k) => Complex.FromPolarCoordinates(1, -2 * Math.PI * (middle + (step * (j - (Count / 2)))) * (k - (n / 2)) / n));
        return compute.ToDevice(host);
    }

    private static (int Y, int X) Largest(double[,] power)
    {
        (int Y, int X) best = (0, 0);
        for (int j = 0; j < Count; j++)
        {
            for (int i = 0; i < Count; i++)
            {
                if (power[j, i] > power[best.Y, best.X]) best = (j, i);
            }
        }

        return best;
    }

    /// <summary>Where the parabola through a point and its neighbours is largest, in steps from the point; at the rim 0.</summary>
    private static double Vertex(int at, Func<int, double> along)
    {
        if (at is 0 or Count - 1) return 0;
        (double before, double here, double after) = (along(at - 1), along(at), along(at + 1));
        double curvature = before - (2 * here) + after;
        return curvature < 0 ? Math.Clamp(0.5 * (before - after) / curvature, -1, 1) : 0;
    }
}
