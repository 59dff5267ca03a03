using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The power of a spectrum by its frequency on the ring of points, on the host; of a real array both halves are the same, and the one y >= 0 is looked at.</summary>
internal sealed class PowerSpectrum
{
    private readonly double[] power;
    private readonly nint ny;
    private readonly nint nx;

    private PowerSpectrum(double[] power, nint ny, nint nx)
    {
        this.power = power;
        this.ny = ny;
        this.nx = nx;
    }

    internal static PowerSpectrum Of(Compute compute, NdArray<Complex> x)
    {
        using NdArray<Complex> transformed = compute.Empty<Complex>(x.Shape);
        using NdArray<double> squares = compute.Empty<double>(x.Shape);
        compute.Backend.PlanFourier(x.Shape).Forward(x, transformed);
        compute.Backend.Unary(UnaryOp.AbsSquared, transformed, squares);
        using NdArray<double> host = compute.ToHost(squares);
        return new PowerSpectrum(host.AsReadOnlySpan().ToArray(), x.Shape[0], x.Shape[1]);
    }

    /// <summary>The brightest point whose frequency is at least so many cycles per point.</summary>
    internal (nint Y, nint X) Brightest(double lowest)
    {
        (nint Y, nint X) best = (0, 0);
        double largest = -1;
        for (nint y = 0; y <= ny / 2; y++)
        {
            for (nint x = -(nx / 2); x < (nx + 1) / 2; x++)
            {
                double frequency = Math.Pow((double)y / ny, 2) + Math.Pow((double)x / nx, 2);
                if (frequency >= lowest * lowest && At(y, x) > largest) (best, largest) = ((y, x), At(y, x));
            }
        }

        return best;
    }

    /// <summary>The mean over a square of 2 r + 1 points.</summary>
    internal double Around(nint y, nint x, nint r)
    {
        double sum = 0;
        for (nint j = y - r; j <= y + r; j++)
        {
            for (nint i = x - r; i <= x + r; i++) sum += At(j, i);
        }

        return sum / ((2 * r) + 1) / ((2 * r) + 1);
    }

    /// <summary>The median of all points.</summary>
    internal double Median()
    {
        double[] sorted = [.. power];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>Which part of the power of a side band lies within two points of its carrier, where a Hann window leaves all of a plane wave.</summary>
    internal double ShareOfPeak(SideBand band, FieldGrid grid)
    {
        (nint y, nint x) = ((nint)Math.Round(band.Y), (nint)Math.Round(band.X));
        return 25 * Around(y, x, 2) / Inside(band, grid).Sum(point => point.Power);
    }

    /// <summary>The centre of the power above its surroundings within a window that follows it.</summary>
    internal (double Y, double X) Centre(SideBand band, FieldGrid grid)
    {
        double floor = 4 * Median();
        SideBand at = band;
        for (int pass = 0; pass < 20; pass++)
        {
            (double sum, double y, double x) = (0, 0, 0);
            foreach ((nint j, nint i, double p) in Inside(at, grid))
            {
                double above = Math.Max(0, p - floor);
                sum += above;
                y += above * j;
                x += above * i;
            }

            if (sum == 0) return (at.Y, at.X);
            SideBand next = band with { Y = y / sum, X = x / sum };
            bool settled = Math.Abs(next.Y - at.Y) + Math.Abs(next.X - at.X) < 1e-3;
            at = next;
            if (settled) break;
        }

        return (at.Y, at.X);
    }

    private IEnumerable<(nint Y, nint X, double Power)> Inside(SideBand band, FieldGrid grid)
    {
        double ry = band.Radius * ny * grid.Dy;
        double rx = band.Radius * nx * grid.Dx;
        for (nint y = (nint)Math.Ceiling(band.Y - ry); y <= band.Y + ry; y++)
        {
            for (nint x = (nint)Math.Ceiling(band.X - rx); x <= band.X + rx; x++)
            {
                if (Math.Pow((y - band.Y) / ry, 2) + Math.Pow((x - band.X) / rx, 2) <= 1) yield return (y, x, At(y, x));
            }
        }
    }

    private double At(nint y, nint x) => power[((((y % ny) + ny) % ny) * nx) + (((x % nx) + nx) % nx)];
}
