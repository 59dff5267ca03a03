using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>The norm of an operator: its largest singular value.</summary>
public static class OperatorNorm
{
    /// <summary>
    /// The norm by power iteration on A^H A from random numbers; of a matrix on many samples on one of them. What is found is never above the norm but for rounding; the iteration ends when the rest, taken as that of a
    /// geometric series through the last changes, is below the tolerance.
    /// </summary>
    /// <param name="a">The operator.</param>
    /// <param name="tolerance">The relative error aimed at.</param>
    /// <param name="iterations">The most iterations.</param>
    /// <param name="seed">The seed of the first vector.</param>
    public static double Estimate<TIn, TOut>(LinearOperator<TIn, TOut> a, double tolerance = 1e-6, int iterations = 1000, ulong seed = 1)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!(tolerance > 0)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "the tolerance of a norm estimate is positive");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        a = a.OfOneSample;
        Backend backend = a.Compute.Backend;
        using NdArray<TIn> v = a.Compute.Empty<TIn>(a.Domain);
        using NdArray<TOut> w = a.Compute.Empty<TOut>(a.Range);
        backend.FillNormal(v, new CounterRandom(seed));
        double norm = 0;
        double change = 0;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            double length = Length(backend, v);
            if (length == 0) return 0;
            backend.Affine(1 / length, v, 0, v);
            a.Apply(v, w);
            double next = Length(backend, w);
            double before = change;
            change = next - norm;
            norm = next;
            if (!double.IsFinite(norm)) throw new ArithmeticException($"{a.Name} gives numbers that are not finite");
            if (iteration > 1 && Rest(change, before) <= tolerance * norm) return norm;
            a.ApplyAdjoint(w, v);
        }

        return norm;
    }

    /// <summary>The sum of all further changes, if each is smaller than the one before by the same factor; infinite while they grow.</summary>
    private static double Rest(double change, double before)
    {
        if (change <= 0) return 0;
        double factor = change / before;
        return factor is > 0 and < 1 ? change * factor / (1 - factor) : double.PositiveInfinity;
    }

    private static double Length<T>(Backend backend, NdArray<T> x)
        where T : unmanaged => Math.Sqrt(backend.Dot(x, x).Real);
}
