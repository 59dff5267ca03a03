using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The polynomial in the phase of a wave of which every so many rows and columns are looked at, pass by pass.</summary>
internal sealed class CompensationFit : IDisposable
{
    private readonly Compute compute;
    private readonly Backend backend;
    private readonly NdArray<Complex> wave;
    private readonly PhasePolynomial polynomial;
    private readonly NdArray<double> intensity;

    internal CompensationFit(Compute compute, NdArray<Complex> wave, Shape grid, nint every, int degree)
    {
        this.compute = compute;
        this.wave = wave;
        backend = compute.Backend;
        polynomial = new PhasePolynomial(compute, grid, every, degree);
        intensity = compute.Empty<double>(wave.Shape);
        backend.Unary(UnaryOp.AbsSquared, wave, intensity);
        Coefficients = new double[degree + 1, degree + 1];
    }

    internal double[,] Coefficients { get; private set; }

    public void Dispose()
    {
        wave.Dispose();
        intensity.Dispose();
        polynomial.Dispose();
    }

    /// <summary>Adds the fit to the unwrapped phase that is left, each point with its intensity.</summary>
    internal void ToUnwrapped()
    {
        using NdArray<double> left = Left();
        using NdArray<double> unwrapped = new DctUnwrap().Unwrap(left, compute: compute);
        Add(polynomial.Fit(unwrapped, intensity));
    }

    /// <summary>Adds the fit to the phase that is left, of the points that are near the fit so far: the largest change, rad.</summary>
    internal double ToNear(double reach)
    {
        using NdArray<double> left = Left();
        using NdArray<double> weights = Weights(left, reach);
        return Add(polynomial.Fit(left, weights));
    }

    /// <summary>The root mean square of the phase that is left within reach, and how many points that are.</summary>
    internal (double Deviation, double Share) Background(double reach)
    {
        using NdArray<double> left = Left();
        using NdArray<double> near = Inside(left, reach);
        using NdArray<double> weights = compute.Empty<double>(wave.Shape);
        using NdArray<double> ones = compute.Empty<double>(wave.Shape);
        backend.Fill(ones, 1);
        double share = backend.Dot(near, ones).Real / near.Count;
        backend.Binary(BinaryOp.Multiply, near, intensity, weights);
        double total = backend.Dot(weights, ones).Real;
        backend.Binary(BinaryOp.Multiply, weights, left, weights);
        return (Math.Sqrt(backend.Dot(weights, left).Real / total), share);
    }

    private NdArray<double> Left()
    {
        using NdArray<Complex> rest = polynomial.Conjugate(Coefficients);
        backend.Binary(BinaryOp.Multiply, wave, rest, rest);
        NdArray<double> left = compute.Empty<double>(wave.Shape);
        backend.Unary(UnaryOp.Phase, rest, left);
        return left;
    }

    /// <summary>intensity (1 - (left / reach)^2)^2, 0 beyond reach.</summary>
    private NdArray<double> Weights(NdArray<double> left, double reach)
    {
        NdArray<double> weights = compute.Empty<double>(wave.Shape);
        using NdArray<double> zero = compute.Zeros<double>(new Shape([]));
        backend.Affine(1 / reach, left, 0, weights);
        backend.Unary(UnaryOp.Square, weights, weights);
        backend.Affine(-1, weights, 1, weights);
        backend.Binary(BinaryOp.Maximum, weights, zero, weights);
        backend.Unary(UnaryOp.Square, weights, weights);
        backend.Binary(BinaryOp.Multiply, weights, intensity, weights);
        return weights;
    }

    /// <summary>1 within reach, 0 beyond.</summary>
    private NdArray<double> Inside(NdArray<double> left, double reach)
    {
        NdArray<double> size = compute.Empty<double>(wave.Shape);
        using NdArray<double> limit = compute.Empty<double>(wave.Shape);
        backend.Unary(UnaryOp.Abs, left, size);
        backend.Fill(limit, reach);
        backend.Binary(BinaryOp.Greater, limit, size, size);
        return size;
    }

    private double Add(double[,] change)
    {
        double largest = 0;
        for (int y = 0; y < change.GetLength(0); y++)
        {
            for (int x = 0; x < change.GetLength(1); x++)
            {
                Coefficients[y, x] += change[y, x];
                largest += Math.Abs(change[y, x]);
            }
        }

        return largest;
    }
}
