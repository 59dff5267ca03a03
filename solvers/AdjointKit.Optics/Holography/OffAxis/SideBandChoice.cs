using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Which of the two side bands holds the object's wave, and which its conjugate: taken back over a positive distance, the one focuses where the other spreads twice as far. In focus the
/// differences between neighbours of an object with edges are few and large, of its modulus or of its phase: their sparsity, standard deviation over mean of the modulus of the gradient
/// (Y. Zhang et al., Scientific Reports 7, 43516, 2017), is larger there. Of a smooth object, or without the right distance, it cannot tell.
/// </summary>
public static class SideBandChoice
{
    /// <summary>The part of the grid along each side that is not looked at: the edge of the hologram diffracts as well.</summary>
    private const int Border = 16;

    /// <summary>Which of a wave at the sensor and its conjugate focuses at a positive distance.</summary>
    /// <typeparam name="T">The element type of waves.</typeparam>
    /// <param name="wave">[y, x], on the device of the propagators.</param>
    /// <param name="ways">From objects to the sensor over positive distances, made as they are asked for; the sharpest plane of each wave counts.</param>
    /// <returns>Whether it is the conjugate, and by which factor the sparsity is larger than the other's.</returns>
    /// <exception cref="ArgumentException">A distance that is not positive.</exception>
    public static (bool IsConjugate, double Factor) FocusingOver<T>(NdArray<T> wave, params IEnumerable<Propagator<T>> ways)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(ways);
        (double own, double other) = (0, 0);
        foreach (Propagator<T> way in ways)
        {
            if (!(way.Numbers.Distance > 0)) throw new ArgumentException($"the side bands are told apart over a positive distance, not {way.Numbers.Distance} m", nameof(ways));
            Compute compute = way.Compute;
            using NdArray<T> conjugate = compute.Empty<T>(wave.Shape);
            compute.Backend.Unary(UnaryOp.Conjugate, wave, conjugate);
            using NdArray<T> first = way.ApplyAdjoint(wave);
            using NdArray<T> second = way.ApplyAdjoint(conjugate);
            (own, other) = (Math.Max(own, Sparsity(compute, first)), Math.Max(other, Sparsity(compute, second)));
        }

        if (own == other) return (false, 1);
        return own > other ? (false, own / other) : (true, other / own);
    }

    /// <summary>The standard deviation over the mean of the modulus of the gradient.</summary>
    internal static double Sparsity<T>(Compute compute, NdArray<T> wave)
        where T : unmanaged
    {
        (nint ny, nint nx) = (wave.Shape[0], wave.Shape[1]);
        (nint y, nint x) = (ny / Border, nx / Border);
        using NdArray<Complex> inner = compute.Empty<Complex>(ny - (2 * y), nx - (2 * x));
        compute.Backend.Copy(wave.Slice(0, y, inner.Shape[0]).Slice(1, x, inner.Shape[1]), inner);
        (nint rows, nint columns) = (inner.Shape[0] - 1, inner.Shape[1] - 1);
        Backend backend = compute.Backend;
        NdArray<Complex> corner = inner.Slice(0, 0, rows).Slice(1, 0, columns);
        using NdArray<Complex> difference = compute.Empty<Complex>(rows, columns);
        using NdArray<double> squares = compute.Empty<double>(rows, columns);
        using NdArray<double> sum = compute.Zeros<double>(rows, columns);
        foreach (NdArray<Complex> next in (NdArray<Complex>[])[inner.Slice(0, 1, rows).Slice(1, 0, columns), inner.Slice(0, 0, rows).Slice(1, 1, columns)])
        {
            backend.Binary(BinaryOp.Subtract, next, corner, difference);
            backend.Unary(UnaryOp.AbsSquared, difference, squares);
            backend.AddScaled(1, squares, sum);
        }

        using NdArray<double> ones = compute.Empty<double>(rows, columns);
        backend.Fill(ones, 1);
        double meanSquare = backend.Dot(sum, ones).Real / sum.Count;
        backend.Unary(UnaryOp.Sqrt, sum, sum);
        double mean = backend.Dot(sum, ones).Real / sum.Count;
        return mean > 0 ? Math.Sqrt(Math.Max(0, meanSquare - (mean * mean))) / mean : 0;
    }
}
