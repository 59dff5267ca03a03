using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Tests.Optimization;

/// <summary>Data for tests of proximal operators.</summary>
internal static class ProximalSamples
{
    /// <summary>Seven weights, one of them 0.</summary>
    internal static UntypedArray Weights(Compute compute, bool single) => single
        ? TestNumbers.Array<float>(compute, 0.5, 1, 0, 2, 0.3, 0.7, 1)
        : TestNumbers.Array<double>(compute, 0.5, 1, 0, 2, 0.3, 0.7, 1);

    /// <summary>Three rows of seven.</summary>
    internal static NdArray<T> Matrix<T>(Compute compute)
        where T : unmanaged => TestNumbers.Array<T>(compute, TestNumbers.Random<T>(21, 8)).Reshape(3, 7);
}

/// <summary>A matrix of any shape as an operator.</summary>
internal sealed class WideOperator<T>(Compute compute, NdArray<T> matrix) : LinearOperator<T, T>(compute, new Shape(matrix.Shape[1]), new Shape(matrix.Shape[0]))
    where T : unmanaged
{
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(MatrixForm.Plain, matrix, MatrixForm.Plain, x.Reshape(x.Count, 1), accumulate: false, into.Reshape(into.Count, 1));

    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) =>
        Compute.Backend.MatrixMultiply(MatrixForm.ConjugateTransposed, matrix, MatrixForm.Plain, y.Reshape(y.Count, 1), accumulate: false, into.Reshape(into.Count, 1));
}
