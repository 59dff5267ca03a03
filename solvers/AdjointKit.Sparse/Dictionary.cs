using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>The matrix A [M, N] of y = A x, whose columns are the atoms that signals are made of, and what follows from it. It may serve many networks.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Dictionary<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The relative error of |A|^2.</summary>
    private const double NormTolerance = 1e-12;

    private NdArray<T> analyticWeight;
    private NdArray<T> transposed;
    private NdArray<T> transposedWeight;

    /// <summary>Takes a copy of the matrix to where the networks compute.</summary>
    /// <param name="matrix">A [M, N], in host memory.</param>
    /// <param name="compute">Where the networks compute.</param>
    public Dictionary(NdArray<T> matrix, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (matrix.Rank != 2) throw new ArgumentException($"a matrix has two axes, [M, N], not {matrix.Shape}", nameof(matrix));
        Compute = compute;
        InDouble = compute.Host.Empty<double>(matrix.Shape);
        compute.Host.Backend.Copy(matrix, InDouble);
        double largest = OperatorNorm.Estimate(new MatrixOperator<double>(compute.Host, InDouble), NormTolerance, iterations: 10_000);
        if (!(largest > 0) || !double.IsFinite(largest)) throw new ArgumentException($"a matrix of norm {largest} says nothing about signals", nameof(matrix));
        NormSquared = largest * largest;
        Matrix = compute.ToDevice(matrix);
    }

    /// <summary>Where the networks compute.</summary>
    public Compute Compute { get; }

    /// <summary>A [M, N].</summary>
    public NdArray<T> Matrix { get; }

    /// <summary>The number of data of a sample, M.</summary>
    public nint Rows => Matrix.Shape[0];

    /// <summary>The number of elements of a signal, N.</summary>
    public nint Columns => Matrix.Shape[1];

    /// <summary>|A|^2, the square of the largest singular value.</summary>
    public double NormSquared { get; }

    /// <summary>The analytic weight W [M, N] of A, see <see cref="AnalyticWeight"/>; formed when it is first asked for.</summary>
    public NdArray<T> Weight
    {
        get
        {
            if (!analyticWeight.IsDefault) return analyticWeight;
            using NdArray<double> weight = AnalyticWeight.Of(InDouble, Compute.Host);
            analyticWeight = Rounded(weight);
            return analyticWeight;
        }
    }

    /// <summary>A^T [N, M]: its rows are the atoms, which a sparse signal adds up some of.</summary>
    internal NdArray<T> Transposed
    {
        get
        {
            if (transposed.IsDefault) transposed = TransposeOf(Matrix);
            return transposed;
        }
    }

    /// <summary>W^T [N, M] of the analytic weight.</summary>
    internal NdArray<T> TransposedWeight
    {
        get
        {
            if (transposedWeight.IsDefault) transposedWeight = TransposeOf(Weight);
            return transposedWeight;
        }
    }

    /// <summary>A as float64 in host memory.</summary>
    internal NdArray<double> InDouble { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        InDouble.Dispose();
        Matrix.Dispose();
        foreach (NdArray<T> formed in new[] { analyticWeight, transposed, transposedWeight })
        {
            if (!formed.IsDefault) formed.Dispose();
        }
    }

    /// <summary>Numbers in host memory as the networks compute with them, where they do; owned by the caller.</summary>
    internal NdArray<T> Rounded(NdArray<double> values)
    {
        using NdArray<T> rounded = Compute.Host.Empty<T>(values.Shape);
        Compute.Host.Backend.Copy(values, rounded);
        return Compute.ToDevice(rounded);
    }

    /// <summary>A^T times a number, owned by the caller.</summary>
    internal NdArray<T> ScaledTranspose(double factor)
    {
        NdArray<T> scaled = Compute.Empty<T>(Transposed.Shape);
        Compute.Backend.Affine(factor, Transposed, 0, scaled);
        return scaled;
    }

    private NdArray<T> TransposeOf(NdArray<T> matrix)
    {
        NdArray<T> turned = Compute.Empty<T>(matrix.Shape[1], matrix.Shape[0]);
        Compute.Backend.Copy(matrix.Transpose(1, 0), turned);
        return turned;
    }
}
