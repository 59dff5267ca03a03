using System.Numerics;

namespace AdjointKit.Tests.Kernels.Fourier;

/// <summary>The defining sum in twice the double precision but for the roots, which are good to the last place: what the fast transforms are measured against.</summary>
internal static class DirectSum
{
    /// <summary>Coefficient k of one line.</summary>
    internal static Complex Coefficient(ReadOnlySpan<Complex> x, Complex[] roots, int k)
    {
        Sum real = default;
        Sum imaginary = default;
        int at = 0;
        foreach (Complex value in x)
        {
            Complex root = roots[at];
            real.AddProduct(value.Real, root.Real);
            real.AddProduct(-value.Imaginary, root.Imaginary);
            imaginary.AddProduct(value.Real, root.Imaginary);
            imaginary.AddProduct(value.Imaginary, root.Real);
            at += k;
            if (at >= roots.Length) at -= roots.Length;
        }

        return new Complex(real.Value, imaginary.Value);
    }

    /// <summary>exp(-2 pi i j / n) for all j.</summary>
    internal static Complex[] Roots(int n)
    {
        var roots = new Complex[n];
        for (int j = 0; j < n; j++)
        {
            long quarters = ((8L * j) + n) / (2L * n);
            (double sine, double cosine) = double.SinCosPi(((4.0 * j) - (quarters * (double)n)) / n / 2);
            roots[j] = (quarters % 4) switch
            {
                0 => new Complex(cosine, -sine),
                1 => new Complex(-sine, -cosine),
                2 => new Complex(-cosine, sine),
                _ => new Complex(sine, cosine),
            };
        }

        return roots;
    }

    private struct Sum
    {
        private double high;
        private double low;

        internal readonly double Value => high + low;

        internal void AddProduct(double a, double b)
        {
            double product = a * b;
            double rest = Math.FusedMultiplyAdd(a, b, -product);
            double sum = high + product;
            double part = sum - high;
            low += (high - (sum - part)) + (product - part) + rest;
            high = sum;
        }
    }
}
