using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Polynomials of a degree over every so many rows and columns of a grid, and weighted fits by them: y and x run from -1 to 1 across the grid; moments and values are products of matrices.</summary>
internal sealed class PhasePolynomial : IDisposable
{
    private readonly Compute compute;
    private readonly int degree;
    private readonly NdArray<double> alongY;
    private readonly NdArray<double> alongX;
    private readonly (int Y, int X)[] terms;

    internal PhasePolynomial(Compute compute, Shape grid, nint every, int degree)
    {
        this.compute = compute;
        this.degree = degree;
        alongY = Powers(grid[0], every);
        alongX = Powers(grid[1], every);
        terms = [.. from y in Enumerable.Range(0, degree + 1) from x in Enumerable.Range(0, degree + 1 - y) select (y, x)];
    }

    public void Dispose()
    {
        alongY.Dispose();
        alongX.Dispose();
    }

    /// <summary>The coefficients [power of y, power of x] of the polynomial that is closest to the values with those weights.</summary>
    internal double[,] Fit(NdArray<double> values, NdArray<double> weights)
    {
        using NdArray<double> weighted = compute.Empty<double>(values.Shape);
        compute.Backend.Binary(BinaryOp.Multiply, values, weights, weighted);
        using NdArray<double> ofWeights = Moments(weights);
        using NdArray<double> ofValues = Moments(weighted);
        using NdArray<double> normal = NdArray.Fill<double>(terms.Length, terms.Length, (i, j) => ofWeights[terms[i].Y + terms[j].Y, terms[i].X + terms[j].X]);
        using NdArray<double> right = NdArray.Fill<double>(terms.Length, 1, (i, _) => ofValues[terms[i].Y, terms[i].X]);
        using NdArray<double> solution = SmallSystem.Solve(normal, right);
        var coefficients = new double[degree + 1, degree + 1];
        for (int k = 0; k < terms.Length; k++) coefficients[terms[k].Y, terms[k].X] = solution[k, 0];
        return coefficients;
    }

    /// <summary>exp(-i p) on the grid.</summary>
    internal NdArray<Complex> Conjugate(double[,] coefficients)
    {
        using NdArray<double> host = NdArray.Fill<double>(degree + 1, degree + 1, (y, x) => coefficients[y, x]);
        using NdArray<double> factors = compute.ToDevice(host);
        using NdArray<double> rows = compute.Empty<double>(alongY.Shape[0], degree + 1);
        using NdArray<double> phase = compute.Empty<double>(alongY.Shape[0], alongX.Shape[0]);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, alongY.Slice(1, 0, degree + 1), MatrixForm.Plain, factors, accumulate: false, rows);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, rows, MatrixForm.Transposed, alongX.Slice(1, 0, degree + 1), accumulate: false, phase);
        NdArray<Complex> conjugate = compute.Empty<Complex>(phase.Shape);
        compute.Backend.Copy(phase, conjugate);
        compute.Backend.Affine(-Complex.ImaginaryOne, conjugate, 0, conjugate);
        compute.Backend.Unary(UnaryOp.Exp, conjugate, conjugate);
        return conjugate;
    }

    private NdArray<double> Moments(NdArray<double> values)
    {
        using NdArray<double> half = compute.Empty<double>((2 * degree) + 1, values.Shape[1]);
        using NdArray<double> whole = compute.Empty<double>((2 * degree) + 1, (2 * degree) + 1);
        compute.Backend.MatrixMultiply(MatrixForm.Transposed, alongY, MatrixForm.Plain, values, accumulate: false, half);
        compute.Backend.MatrixMultiply(MatrixForm.Plain, half, MatrixForm.Plain, alongX, accumulate: false, whole);
        return compute.ToHost(whole);
    }

    private NdArray<double> Powers(nint count, nint every)
    {
        using NdArray<double> host = NdArray.Fill<double>((count + every - 1) / every, (2 * degree) + 1, (k, power) => Math.Pow(2 * ((k * every) - ((count - 1) / 2.0)) / Math.Max(1, count - 1), power));
        return compute.ToDevice(host);
    }
}
