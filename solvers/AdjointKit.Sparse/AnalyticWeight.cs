using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// The analytic weight of a matrix (Liu, Chen, Wang, Yin, "ALISTA: analytic weights are as good as learned weights in LISTA", ICLR 2019): of all W with w_i^T a_i = 1 the one that makes
/// |W^T A|_F smallest. In closed form its columns are w_i = G a_i / (a_i^T G a_i) with G = (A A^T)^-1.
/// </summary>
public static class AnalyticWeight
{
    /// <summary>The end of the name of the parameter that is learned in its place.</summary>
    internal const string LearnedName = "W^T";

    /// <summary>W [M, N] of a matrix of full row rank; the caller owns it.</summary>
    /// <param name="matrix">A [M, N], in host memory.</param>
    /// <param name="compute">A host.</param>
    /// <exception cref="ArgumentException">The rows of A depend on each other.</exception>
    public static NdArray<double> Of(NdArray<double> matrix, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (matrix.Rank != 2) throw new ArgumentException($"a matrix has two axes, [M, N], not {matrix.Shape}", nameof(matrix));
        if (matrix.Shape[0] > matrix.Shape[1]) throw new ArgumentException($"a matrix of shape {matrix.Shape} has more rows than columns: its rows depend on each other, and its analytic weight is not defined", nameof(matrix));
        using var tape = new Tape(compute);
        Var<double> a = tape.Constant(matrix);
        NdArray<double> weight;
        try
        {
            Var<double> directions = Ops.Solve(Ops.MatMul(a, a, formB: MatrixForm.Transposed), a);
            weight = (directions / Ops.Sum(a * directions, 0, keepAxis: true)).Value.Copy();
        }
        catch (ArithmeticException failure)
        {
            throw Dependent(failure);
        }

        foreach (double number in weight.AsReadOnlySpan())
        {
            if (double.IsFinite(number)) continue;
            weight.Dispose();
            throw Dependent(null);
        }

        return weight;

        static ArgumentException Dependent(Exception? inner) => new("the rows of the matrix depend on each other, or a column is zero: its analytic weight is not defined", nameof(matrix), inner);
    }

    /// <summary>|W - W0| / |W0|: how far what a network learned in the place of W is from the analytic weight W0, over all layers. Not a number where it learns no such matrix.</summary>
    /// <param name="network">The network.</param>
    public static double DistanceOf<T>(UnrolledNetwork<T> network)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        Compute compute = network.Dictionary.Compute;
        double moved = 0;
        double whole = 0;
        foreach (string name in network.Parameters.Names.Where(name => name.EndsWith(LearnedName, StringComparison.Ordinal)))
        {
            NdArray<T> analytic = network.Dictionary.TransposedWeight;
            using NdArray<T> difference = compute.Empty<T>(analytic.Shape);
            compute.Backend.Binary(BinaryOp.Subtract, network.Parameters.Get<T>(name), analytic, difference);
            moved += compute.Backend.Dot(difference, difference).Real;
            whole += compute.Backend.Dot(analytic, analytic).Real;
        }

        return Math.Sqrt(moved / whole);
    }

    /// <summary>A^+ = A^T (A A^T)^-1 [N, M]; the caller owns it.</summary>
    internal static NdArray<double> PseudoInverse(NdArray<double> matrix, Compute host)
    {
        using var tape = new Tape(host);
        Var<double> a = tape.Constant(matrix);
        return Ops.Transpose(Ops.Solve(Ops.MatMul(a, a, formB: MatrixForm.Transposed), a), 1, 0).Value.Copy();
    }

    /// <summary>The largest |w_i^T a_j| of two different columns.</summary>
    internal static double Coherence(NdArray<double> weight, NdArray<double> matrix, Compute host)
    {
        using var tape = new Tape(host);
        ReadOnlySpan<double> products = Ops.MatMul(tape.Constant(weight), tape.Constant(matrix), formA: MatrixForm.Transposed).Value.AsReadOnlySpan();
        int n = (int)matrix.Shape[1];
        double largest = 0;
        for (int k = 0; k < products.Length; k++)
        {
            if (k / n != k % n) largest = Math.Max(largest, Math.Abs(products[k]));
        }

        return largest;
    }
}
