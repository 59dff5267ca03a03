using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Jacobians and Hessians of variables, inside other transforms.</summary>
public sealed class NestedJacobianTests
{
    private const int N = 4;

    private static readonly double[] At = [0.5, -1.25, 2, 0.75];

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void The_gradient_of_the_norm_of_a_Jacobian(int outputs)
    {
        // y = sin(A x), J_ij = cos(a_i x) A_ij, so |J|^2/2 has the gradient -sum_ij cos(a_i x) sin(a_i x) A_ij^2 A_ik. Fewer and more outputs take the two ways.
        using NdArray<double> a = Matrix(outputs);
        using NdArray<double> x = NdArray.From(At);
        Var Loss(Var<double> at) => Ops.HalfSquaredNorm(Jacobian.Of(v => SineOf(a, v), at).Jacobian);
        (double value, NdArray<double> gradient) = Gradient.Of<double>(Loss, x);
        double[] expected = new double[N];
        double norm = 0;
        for (int i = 0; i < outputs; i++)
        {
            double sum = 0;
            double squares = 0;
            for (int j = 0; j < N; j++) sum += a[i, j] * At[j];
            for (int j = 0; j < N; j++) squares += a[i, j] * a[i, j];
            norm += Math.Cos(sum) * Math.Cos(sum) * squares / 2;
            for (int k = 0; k < N; k++) expected[k] -= Math.Cos(sum) * Math.Sin(sum) * squares * a[i, k];
        }

        Assert.Equal(norm, value, 1e-13);
        for (int k = 0; k < N; k++) Assert.Equal(expected[k], gradient[k], 1e-13);
        CheckResult differences = GradCheck.Run("norm of a Jacobian", Loss, x);
        Assert.True(differences.Passed, $"{differences}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_tangent_through_a_Jacobian_is_that_of_its_formula(int outputs)
    {
        using NdArray<double> a = Matrix(outputs);
        using NdArray<double> x = NdArray.From(At);
        using NdArray<double> v = NdArray.From(1.0, -2, 0.5, 3);
        (NdArray<double> jacobian, NdArray<double> change) = Jvp.Of<double, double>(at => Jacobian.Of(w => SineOf(a, w), at).Jacobian, x, v);
        Assert.Equal(new Shape(outputs, N), change.Shape);
        for (int i = 0; i < outputs; i++)
        {
            double sum = 0;
            double slope = 0;
            for (int j = 0; j < N; j++) sum += a[i, j] * At[j];
            for (int j = 0; j < N; j++) slope += a[i, j] * v[j];
            for (int j = 0; j < N; j++)
            {
                Assert.Equal(Math.Cos(sum) * a[i, j], jacobian[i, j], 1e-14);
                Assert.Equal(-Math.Sin(sum) * slope * a[i, j], change[i, j], 1e-13);
            }
        }
    }

    [Fact]
    public void The_Jacobian_of_a_gradient_is_the_Hessian_and_both_are_those_of_arrays()
    {
        using NdArray<double> x = NdArray.From(At);
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> at = tape.Input(x);
        (Var<double> gradient, Var<double> jacobian) = Jacobian.Of(v => Gradient.Of(Loss, v), at);
        (Var<double> again, Var<double> hessian) = Hessian.Of(Loss, at);
        (NdArray<double> expectedGradient, NdArray<double> expected) = Hessian.Of<double>(Loss, x);
        Assert.Equal(expectedGradient.AsReadOnlySpan().ToArray(), gradient.Value.AsReadOnlySpan().ToArray());
        Assert.Equal(expectedGradient.AsReadOnlySpan().ToArray(), again.Value.AsReadOnlySpan().ToArray());
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                // The Hessian of sum (x_i^4 + exp(x_i) sin(x_{i+1})), i + 1 after the last being 0.
                Assert.Equal(Second(i, j), expected[i, j], 1e-12);
                Assert.Equal(Second(i, j), jacobian.Value[i, j], 1e-12);
                Assert.Equal(Second(i, j), hessian.Value[i, j], 1e-12);
            }
        }
    }

    [Fact]
    public void The_Jacobian_of_a_Hessian_holds_the_third_derivatives()
    {
        using NdArray<double> x = NdArray.From(At);
        (_, NdArray<double> third) = Jacobian.Of(at => Hessian.Of(v => Ops.Sum(Ops.Square(Ops.Square(v))) + (Part(v, 0) * Part(v, 1) * Part(v, 2)), at).Hessian, x);
        Assert.Equal(new Shape(N, N, N), third.Shape);
        for (int i = 0; i < N; i++)
        {
            for (int j = 0; j < N; j++)
            {
                for (int k = 0; k < N; k++)
                {
                    double expected = i == j && j == k ? 24 * At[i] : i + j + k == 3 && i != j && j != k && i != k && Math.Max(i, Math.Max(j, k)) == 2 ? 1 : 0;
                    Assert.Equal(expected, third[i, j, k], 1e-12);
                }
            }
        }
    }

    [Fact]
    public void A_Hessian_inside_a_map_is_that_of_each_member_and_can_be_differentiated_outside()
    {
        const int Members = 3;
        using NdArray<double> x = NdArray.Empty<double>(new Shape(Members, N));
        new CounterRandom(8).FillNormal(x);
        using NdArray<double> mapped = Batch.Map<double, double>(member => Hessian.Of(Loss, member).Hessian, x);
        ValueAndGradient<double> outside = Gradient.Of<double>(v => Ops.HalfSquaredNorm(Batch.Map(member => Hessian.Of(Loss, member).Hessian, v)), x);
        Assert.Equal(new Shape(Members, N, N), mapped.Shape);
        for (int member = 0; member < Members; member++)
        {
            using NdArray<double> one = x.Select(0, member).Copy();
            (_, NdArray<double> alone) = Hessian.Of<double>(Loss, one);
            ValueAndGradient<double> slope = Gradient.Of<double>(v => Ops.HalfSquaredNorm(Hessian.Of(Loss, v).Hessian), one);
            for (int i = 0; i < N; i++)
            {
                for (int j = 0; j < N; j++) Assert.Equal(alone[i, j], mapped[member, i, j], 1e-12);
                Assert.Equal(slope.Gradient[i], outside.Gradient[member, i], 1e-10 * Math.Max(1, Math.Abs(slope.Gradient[i])));
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void A_Jacobian_inside_a_map_with_respect_to_a_value_that_the_members_share(int outputs)
    {
        // y = sin(A w) x with a number x of each member: J_ij = cos(a_i w) A_ij x.
        using NdArray<double> a = Matrix(outputs);
        using NdArray<double> w = NdArray.From(At);
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> shared = tape.Input(w);
        Var<double> each = Batch.Map(x => Jacobian.Of(v => SineOf(a, v) * x, shared).Jacobian, tape.Constant(NdArray.From(1.0, -2, 3)));
        Assert.Equal(new Shape(3, outputs, N), each.Shape);
        (_, NdArray<double> one) = Jacobian.Of(v => SineOf(a, v), w);
        double[] scale = [1, -2, 3];
        for (int member = 0; member < 3; member++)
        {
            for (int i = 0; i < outputs; i++)
            {
                for (int j = 0; j < N; j++) Assert.Equal(scale[member] * one[i, j], each.Value[member, i, j], 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_Jacobian_does_not_see_the_outer_perturbation(int outputs)
    {
        // d/dx of x dJ, with J = d/dy (x + y), is the same number at every x; as a column of three it takes the other way.
        using NdArray<double> x = NdArray.From(1.0);
        (_, NdArray<double> slope) = Jacobian.Of(at => Ops.Reshape(at * Jacobian.Of(y => Ops.BroadcastTo(at + y, new Shape(outputs)), at.Tape.Constant(NdArray.From(1.0))).Jacobian, outputs), x);
        for (int i = 0; i < outputs; i++) Assert.Equal(1, slope[i, 0]);
    }

    [Fact]
    public void What_is_taken_from_outside_is_held_fixed_inside_and_differentiated_outside()
    {
        // J = d/dx (w x^2) = 2 w diag(x): the derivative of its sum with respect to w is 2 x.
        using NdArray<double> x = NdArray.From(At);
        using NdArray<double> w = NdArray.From(1.0, 2, 3, 4);
        (_, NdArray<double> toX, NdArray<double> toW) = Gradient.Of<double, double>((a, b) => Ops.Sum(Jacobian.Of(v => b * Ops.Square(v), a).Jacobian), x, w);
        Assert.Equal([2.0, 4, 6, 8], toX.AsReadOnlySpan().ToArray());
        Assert.Equal([1.0, -2.5, 4, 1.5], toW.AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void A_Jacobian_within_a_checkpoint_and_within_a_branch_on_values()
    {
        using NdArray<double> x = NdArray.From(At);
        static Var<double> Inner(Var<double> at) => Jacobian.Of(v => v.Value[0] > 0 ? Ops.Sin(v) * Ops.Sum(v) : v, at).Jacobian;
        ValueAndGradient<double> plain = Gradient.Of<double>(at => Ops.HalfSquaredNorm(Inner(at)), x);
        ValueAndGradient<double> again = Gradient.Of<double>(at => Ops.HalfSquaredNorm(Checkpoint.Of<double, double>(Inner)(at)), x);
        CheckResult differences = GradCheck.Run("Jacobian of a branch", at => Ops.HalfSquaredNorm(Inner(at)), x);
        Assert.True(differences.Passed, $"{differences}");
        for (int i = 0; i < N; i++) Assert.Equal(plain.Gradient[i], again.Gradient[i], 1e-12);
    }

    [Fact]
    public void A_function_that_does_not_depend_on_its_argument_and_arrays_without_elements()
    {
        using var tape = new Tape(new Compute(threads: 1));
        Var<double> x = tape.Input(NdArray.From(At));
        Assert.Equal(new double[2 * N], Jacobian.Of(v => tape.Constant(NdArray.From(1.0, 2)), x).Jacobian.Value.AsReadOnlySpan().ToArray());
        Assert.Equal(new double[6 * N], Jacobian.Of(v => tape.Constant(NdArray.Zeros<double>(6)), x).Jacobian.Value.AsReadOnlySpan().ToArray());
        Assert.Equal(new Shape(0, N), Jacobian.Of(v => Ops.Slice(v, 0, 0, 0), x).Jacobian.Shape);
        Assert.Equal(new Shape(2, 0), Jacobian.Of(v => Ops.BroadcastTo(Ops.Sum(v), new Shape(2)), tape.Input(NdArray.Zeros<double>(0))).Jacobian.Shape);
    }

    private static Var<double> SineOf(NdArray<double> a, Var<double> x) => Ops.Sin(Ops.Reshape(Ops.MatMul(x.Tape.Constant(a), Ops.Reshape(x, N, 1)), a.Shape[0]));

    private static NdArray<double> Matrix(int outputs)
    {
        NdArray<double> a = NdArray.Empty<double>(new Shape(outputs, N));
        new CounterRandom(1).FillNormal(a);
        return a;
    }

    private static Var Loss(Var<double> x) => Ops.Sum(Ops.Square(Ops.Square(x)) + (Ops.Exp(x) * Ops.Sin(Ops.Concat([Ops.Slice(x, 0, 1, N - 1), Ops.Slice(x, 0, 0, 1)], 0))));

    private static double Second(int i, int j)
    {
        int before = (i + N - 1) % N;
        int after = (i + 1) % N;
        if (i == j) return (12 * At[i] * At[i]) + (Math.Exp(At[i]) * Math.Sin(At[after])) - (Math.Exp(At[before]) * Math.Sin(At[i]));
        if (j == after) return Math.Exp(At[i]) * Math.Cos(At[j]);
        return j == before ? Math.Exp(At[j]) * Math.Cos(At[i]) : 0;
    }

    private static Var<double> Part(Var<double> x, int index) => x[index];
}
