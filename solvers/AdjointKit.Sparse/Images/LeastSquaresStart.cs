using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// The linear map from data to signals that is best over examples, as ISTA-Net begins with: Q = X^T Y (Y^T Y + ridge I)^-1 makes the sum of |x - Q y|^2 smallest. Learned from images, it knows how smooth they are.
/// </summary>
public static class LeastSquaresStart
{
    /// <summary>Finds the map.</summary>
    /// <param name="compute">The processor.</param>
    /// <param name="x">The signals [examples, N].</param>
    /// <param name="y">Their data [examples, M].</param>
    /// <param name="ridge">How much |Q|^2 weighs, as a share of the mean of the diagonal of Y^T Y.</param>
    /// <returns>Q^T [M, N], the caller's: x = y Q^T, row by row.</returns>
    public static NdArray<double> Fit(Compute compute, NdArray<double> x, NdArray<double> y, double ridge = 1e-9)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (x.Rank != 2 || y.Rank != 2 || x.Shape[0] != y.Shape[0] || x.Shape[0] == 0) throw new ArgumentException($"signals of shape {x.Shape} and data of shape {y.Shape} are not [examples, N] and [examples, M]", nameof(y));
        if (!(ridge >= 0 && double.IsFinite(ridge))) throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "a ridge is a finite number of at least 0");
        nint m = y.Shape[1];
        using var tape = new Tape(compute);
        Var<double> data = tape.Constant(y);
        double mean = compute.Backend.Dot(y, y).Real / m;
        using NdArray<double> diagonal = NdArray.Fill<double>((int)m, (int)m, (i, j) => i == j ? ridge * mean : 0);
        Var<double> normal = Ops.MatMul(data, data, formA: MatrixForm.Transposed) + tape.Constant(diagonal);
        return Ops.Solve(normal, Ops.MatMul(data, tape.Constant(x), formA: MatrixForm.Transposed)).Value.Copy();
    }
}
