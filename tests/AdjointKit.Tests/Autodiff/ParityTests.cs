using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>Reference programs of the shared folder: value, gradient, directional derivative and Hessian-vector product of an independent engine.</summary>
public sealed partial class ParityTests
{
    [SkippableFact]
    public void Logarithm_of_a_sum() => Check("s01_ln_x_plus_exp_y_over_x", ["x", "y"], v => Ops.Log(v[0] + Ops.Exp(v[1] / v[0])));

    [SkippableFact]
    public void Shared_subexpression() => Check("s03_shared_subexpression_nested", ["x", "y"], v =>
    {
        Var<double> t = Ops.Cos(v[0]) + (v[0] * v[1]);
        return Ops.Exp(t * t) + t;
    });

    [SkippableFact]
    public void Fan_out() => Check("s05_fan_out", ["x"], v =>
    {
        Var<double> a = v[0] * v[0];
        return a + (a * a) + Ops.Sin(a) - (a / (1 + a)) + (a * v[0]);
    });

    [SkippableFact]
    public void Branch_on_a_value() => Check("s07_branch_on_value_true", ["x", "y"], v =>
        v[0].Value[[]] > v[1].Value[[]] ? Ops.Square(v[0]) * v[1] : Ops.Sin(v[0]) + v[1]);

    [SkippableFact]
    public void Trip_count_that_depends_on_data() => Check("s09_data_dependent_trip_count", ["x"], v =>
    {
        Var<double> y = v[0];
        while (y.Value[[]] < 100) y = (1.5 * y) + Ops.Sin(y);
        return y;
    });

    [SkippableFact]
    public void State_that_changes_between_calls() => Check("s11_stateful_counter", ["x"], v =>
    {
        int count = 0;
        Var<double> F(Var<double> x) => x * ++count;
        return F(v[0]) + F(v[0]);
    });

    [SkippableFact]
    public void Polynomial() => Check("s13_polynomial_horner", ["x"], v =>
    {
        Var<double> p = v[0] * 0;
        foreach (double coefficient in new[] { -0.25, 1, 0.5, -3, 2 }) p = (p * v[0]) + coefficient;
        return p;
    });

    [SkippableFact]
    public void Unused_input() => Check("s17_unused_input", ["x", "y"], v => Ops.Square(v[0]));

    [SkippableFact]
    public void Rosenbrock() => Check("s19_rosenbrock_hessian", ["x"], v =>
    {
        Var<double> head = Ops.Slice(v[0], 0, 0, 11);
        Var<double> tail = Ops.Slice(v[0], 0, 1, 11);
        return Ops.Sum((100 * Ops.Square(tail - Ops.Square(head))) + Ops.Square(1 - head));
    });

    [SkippableFact]
    public void Mean_and_variance_along_an_axis() => Check("a05_reduce_mean_var_axis", ["x"], v =>
    {
        Var<double> mean = Ops.Mean(v[0], 1, keepAxis: true);
        Var<double> variance = Ops.Mean(Ops.Square(v[0] - mean), 1);
        return Ops.Sum(Ops.Log(1 + variance));
    });

    [SkippableFact]
    public void Squared_magnitude() => Check<Complex>("c01_abs2", ["z"], v => Ops.Sum(Ops.AbsSquared(v[0])));

    [SkippableFact]
    public void Holomorphic_chain() => Check<Complex>("c03_holomorphic_chain", ["z"], v =>
        Ops.AbsSquared(Ops.Sum(Ops.Exp(v[0]) * Ops.Sin(v[0]) / (1 + (v[0] * v[0])))));

    private static void Check(string name, string[] inputs, Func<IReadOnlyList<Var<double>>, Var<double>> program) => Check<double>(name, inputs, v => program(v));

    private static void Check<T>(string name, string[] inputs, Func<IReadOnlyList<Var<T>>, Var<double>> program)
        where T : unmanaged
    {
        AutodiffOracle oracle = AutodiffOracle.Read(name);
        using var compute = new Compute(threads: 1);
        NdArray<T>[] at = [.. inputs.Select(oracle.Input<T>)];

        (double value, NdArray<T>[] gradients) = Gradient.Of<T>(v => program(v), at, compute);
        Assert.Equal(oracle.Value, value, oracle.Tolerance * Math.Abs(oracle.Value));
        for (int k = 0; k < inputs.Length; k++) AssertClose(oracle.Gradient<T>(inputs[k]), gradients[k], oracle.Tolerance, compute);
        if (!oracle.HasHessianProduct) return;

        NdArray<T>[] directions = [.. inputs.Select(oracle.Direction<T>)];

        if (oracle.Jvp is double jvp)
        {
            using Tape tape = new(compute);
            Var<T>[] variables = [.. at.Select(tape.Input)];
            Var[] untyped = [.. variables.Select(v => v.ToVar())];
            Var[] tangents = [.. directions.Select(d => tape.Constant(d).ToVar())];
            double actual = tape.PushForward(program(variables), untyped, tangents, record: false).Value.As<double>()[[]];
            Assert.Equal(jvp, actual, oracle.Tolerance * Math.Max(1, Math.Abs(jvp)));
        }

        (NdArray<T>[] _, NdArray<T>[] products) = Hvp.Of<T>(v => program(v), at, directions, compute);
        (_, NdArray<T>[] reverse) = Hvp.Of<T>(v => program(v), at, directions, compute, HvpMode.ReverseOverReverse);
        for (int k = 0; k < inputs.Length; k++)
        {
            AssertClose(oracle.HessianProduct<T>(inputs[k]), products[k], oracle.Tolerance, compute);
            AssertClose(oracle.HessianProduct<T>(inputs[k]), reverse[k], oracle.Tolerance, compute);
        }
    }

    private static void AssertClose<T>(NdArray<T> expected, NdArray<T> actual, double tolerance, Compute compute)
        where T : unmanaged
    {
        double scale = compute.Backend.MaxAbs(expected);
        compute.Backend.AddScaled(-1, expected, actual);
        double error = compute.Backend.MaxAbs(actual);
        Assert.True(error <= tolerance * Math.Max(scale, 1e-6), $"error {error} at scale {scale}");
    }
}
