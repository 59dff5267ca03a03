using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <content>Matrices. The programs without stored values are checked against differences and what their derivatives are on paper.</content>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Matrix_product() => Check("a01_matmul", ["A", "B", "W"], v => Ops.Sum(Ops.MatMul(v[0], v[1]) * v[2]));

    [SkippableFact]
    public void Quadratic_form() => Check("a03_matvec_quadratic", ["A", "x", "b"], v => (0.5 * Ops.Dot(v[1], Ops.MatVec(v[0], v[1]))) + Ops.Dot(v[2], v[1]));

    [SkippableFact]
    public void Cholesky_and_log_determinant() => Check("a27_cholesky_logdet", ["A"], v =>
        2 * Ops.Sum(Ops.Log(Ops.Diagonal(Ops.Cholesky(Ops.MatMul(v[0], v[0], formB: MatrixForm.Transposed) + Diagonal<double>(v[0].Tape, 4, 3))))));

    [SkippableFact]
    public void Inverse_and_determinant() => Check("a29_inverse_det", ["A"], v =>
    {
        Var<double> shifted = v[0] + Diagonal<double>(v[0].Tape, 3, 4);
        return Ops.Trace(Ops.Inverse(shifted)) + Ops.LogDeterminant(shifted).LogMagnitude;
    });

    [SkippableFact]
    public void Eigenvalues_of_a_symmetric_matrix() => Check("a31_eigh_min", ["A"], v =>
    {
        Var<double> values = Ops.EigenvaluesSymmetric(v[0] + Ops.Transpose(v[0]));
        return Ops.Sum(Ops.Square(Ops.Slice(values, 0, 0, 1))) + Ops.Sum(Ops.Exp(0.3 * values));
    });

    [SkippableFact]
    public void Complex_matrix_product() => Check<Complex>("c11_complex_matmul", ["A", "B"], v =>
    {
        Var<Complex> product = Ops.MatMul(v[0], v[1]);
        return Ops.Sum(Ops.AbsSquared(product)) + Ops.Real(Ops.Trace(product));
    });

    [Fact]
    public void Batched_matrix_product_with_broadcasting()
    {
        NdArray<double> a = Normal<double>(1, 2, 1, 3, 4);
        NdArray<double> b = Normal<double>(2, 5, 4, 2);
        (_, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Sum(Ops.Tanh(Ops.MatMul(v[0], v[1]))), [a, b]);
        AssertPasses(GradCheck.Run<double>("a02", v => Ops.Sum(Ops.Tanh(Ops.MatMul(v, v.Tape.Constant(b)))), a));
        AssertPasses(GradCheck.Run<double>("a02", v => Ops.Sum(Ops.Tanh(Ops.MatMul(v.Tape.Constant(a), v))), b));

        // One element on paper: dL/dA[1, 0, 2, 3] = the sum over b, j of (1 - tanh(C)^2) B[b, 3, j].
        double expected = 0;
        for (nint batch = 0; batch < 5; batch++)
        {
            for (nint j = 0; j < 2; j++)
            {
                double c = 0;
                for (nint k = 0; k < 4; k++) c += a[1, 0, 2, k] * b[batch, k, j];
                expected += (1 - Math.Pow(Math.Tanh(c), 2)) * b[batch, 3, j];
            }
        }

        Assert.Equal(expected, gradients[0][1, 0, 2, 3], 1e-12);
    }

    [Fact]
    public void Trace_of_a_chain_by_einsum()
    {
        NdArray<double>[] at = [Normal<double>(1, 3, 4), Normal<double>(2, 4, 5), Normal<double>(3, 5, 3)];
        (_, NdArray<double>[] gradients) = Gradient.Of<double>(v => Ops.Einsum("ij,jk,ki->", v[0], v[1], v[2]), at);

        // d trace(A B C) / dB = A^T C^T.
        for (nint j = 0; j < 4; j++)
        {
            for (nint k = 0; k < 5; k++)
            {
                double expected = 0;
                for (nint i = 0; i < 3; i++) expected += at[0][i, j] * at[2][k, i];
                Assert.Equal(expected, gradients[1][j, k], 1e-12);
            }
        }
    }

    [Fact]
    public void Linear_solve()
    {
        NdArray<double> a = Normal<double>(4, 5, 5);
        for (nint k = 0; k < 5; k++) a[k, k] += 4;
        NdArray<double> b = Normal<double>(5, 5);
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> matrix = tape.Input(a);
        Var<double> right = tape.Input(b);
        Var<double> x = Ops.Solve(matrix, right);
        tape.Backward(Ops.Sum(Ops.Square(x)));
        NdArray<double> solution = x.Value.Copy();

        // lambda solves A^T lambda = 2 x; bbar = lambda and Abar = -lambda x^T.
        NdArray<double> lambda = tape.Gradient(right);
        NdArray<double> toMatrix = tape.Gradient(matrix);
        for (nint i = 0; i < 5; i++)
        {
            double residual = -b[i];
            double adjointResidual = -2 * solution[i];
            for (nint j = 0; j < 5; j++)
            {
                residual += a[i, j] * solution[j];
                adjointResidual += a[j, i] * lambda[j];
                Assert.Equal(-lambda[i] * solution[j], toMatrix[i, j], 1e-14);
            }

            Assert.Equal(0, residual, 1e-14);
            Assert.Equal(0, adjointResidual, 1e-14);
        }
    }

    [Fact]
    public void Forward_substitution()
    {
        NdArray<double> a = Normal<double>(6, 5, 5);
        NdArray<double> b = Normal<double>(7, 5);
        Var<double> Loss(Var<double> matrix, Var<double> right) =>
            Ops.Sum(Ops.Sin(Ops.TriangularSolve(Ops.LowerTriangle(matrix, -1) + Diagonal<double>(matrix.Tape, 5, 2), right)));
        AssertPasses(GradCheck.Run<double>("a30", v => Loss(v, v.Tape.Constant(b)), a));
        AssertPasses(GradCheck.Run<double>("a30", v => Loss(v.Tape.Constant(a), v), b));
        ValueAndGradient<double> result = Gradient.Of<double>(v => Loss(v, v.Tape.Constant(b)), a);
        for (nint i = 0; i < 5; i++)
        {
            for (nint j = i; j < 5; j++) Assert.Equal(0, result.Gradient[i, j]);
        }
    }

    [Fact]
    public void Complex_linear_solve()
    {
        NdArray<Complex> a = Normal<Complex>(8, 4, 4);
        for (nint k = 0; k < 4; k++) a[k, k] += 4;
        NdArray<Complex> b = Normal<Complex>(9, 4);
        AssertPasses(GradCheck.Run<Complex>("c10", v => Ops.ToComplex(Ops.Sum(Ops.AbsSquared(Ops.Solve(v, v.Tape.Constant(b))))), a));
        using var tape = new Tape(new Compute(threads: 1));
        Var<Complex> right = tape.Input(b);
        Var<Complex> x = Ops.Solve(tape.Constant(a), right);
        tape.Backward(Ops.Sum(Ops.AbsSquared(x)));
        NdArray<Complex> lambda = tape.Gradient(right);
        for (nint i = 0; i < 4; i++)
        {
            // A^H lambda = 2 x.
            Complex residual = -2 * x.Value[i];
            for (nint j = 0; j < 4; j++) residual += Complex.Conjugate(a[j, i]) * lambda[j];
            Assert.InRange(residual.Magnitude, 0, 1e-14);
        }
    }

    private static void AssertPasses(AdjointKit.Operators.CheckResult result) => Assert.True(result.Passed, $"{result}");

    private static Var<T> Diagonal<T>(Tape tape, nint n, double value)
        where T : unmanaged
    {
        NdArray<T> diagonal = NdArray.Zeros<T>(n);
        tape.Compute.Backend.Fill(diagonal, value);
        return Ops.DiagonalMatrix(tape.Constant(diagonal));
    }

    private static NdArray<T> Normal<T>(ulong seed, params ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        NdArray<T> array = NdArray.Zeros<T>(lengths);
        new CounterRandom(seed).FillNormal(array);
        return array;
    }
}
