using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Rules;

public sealed class RuleTests
{
    public static TheoryData<string> RealNames => [.. Programs.Real.Select(program => program.Name)];

    public static TheoryData<string> ComplexNames => [.. Programs.Complex128.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(RealNames))]
    public void A_real_rule_agrees_with_differences_in_both_modes(string name)
    {
        RealProgram program = Programs.Real.Single(candidate => candidate.Name == name);
        using NdArray<double> x = RealInput();
        CheckResult result = GradCheck.Run<double>(name, v => program.Function(v), x);
        Assert.True(result.Passed, $"{result}");
    }

    [Theory]
    [MemberData(nameof(ComplexNames))]
    public void A_complex_rule_agrees_with_differences_in_both_modes(string name)
    {
        ComplexProgram program = Programs.Complex128.Single(candidate => candidate.Name == name);
        using NdArray<Complex> z = ComplexInput();
        CheckResult result = GradCheck.Run<Complex>(name, v => program.Function(v), z);
        Assert.True(result.Passed, $"{result}");
    }

    [Theory]
    [MemberData(nameof(RealNames))]
    public void Tangent_and_adjoint_of_a_real_rule_pass_the_dot_test(string name)
    {
        RealProgram program = Programs.Real.Single(candidate => candidate.Name == name);
        using NdArray<double> x = RealInput();
        AssertDotTest(program.Function, x);
    }

    [Theory]
    [MemberData(nameof(ComplexNames))]
    public void Tangent_and_adjoint_of_a_complex_rule_pass_the_dot_test(string name)
    {
        ComplexProgram program = Programs.Complex128.Single(candidate => candidate.Name == name);
        using NdArray<Complex> z = ComplexInput();
        AssertDotTest(program.Function, z);
    }

    [Theory]
    [MemberData(nameof(RealNames))]
    public void Second_derivatives_of_a_real_rule_agree_forward_over_reverse_and_reverse_over_reverse(string name)
    {
        RealProgram program = Programs.Real.Single(candidate => candidate.Name == name);
        using NdArray<double> x = RealInput();
        AssertSecondDerivatives(v => Ops.HalfSquaredNorm(program.Function(v)), x);
    }

    [Theory]
    [MemberData(nameof(ComplexNames))]
    public void Second_derivatives_of_a_complex_rule_agree_forward_over_reverse_and_reverse_over_reverse(string name)
    {
        ComplexProgram program = Programs.Complex128.Single(candidate => candidate.Name == name);
        using NdArray<Complex> z = ComplexInput();
        AssertSecondDerivatives(v => Ops.HalfSquaredNorm(program.Function(v)), z);
    }

    private static NdArray<double> RealInput()
    {
        NdArray<double> x = NdArray.Empty<double>(new Shape(12));
        new CounterRandom(5).FillUniform(x);
        Span<double> span = x.AsWritableSpan();
        for (int i = 0; i < span.Length; i++) span[i] += 0.5;
        return x;
    }

    private static NdArray<Complex> ComplexInput()
    {
        NdArray<Complex> z = NdArray.Empty<Complex>(new Shape(12));
        new CounterRandom(6).FillUniform(z);
        Span<Complex> span = z.AsWritableSpan();
        for (int i = 0; i < span.Length; i++) span[i] += new Complex(0.5, -0.3);
        return z;
    }

    /// <summary>Re(J v, w) = Re(v, J^H w).</summary>
    private static void AssertDotTest<T>(Func<Var<T>, Var<T>> f, NdArray<T> x)
        where T : unmanaged
    {
        using var compute = new Compute(threads: 1);
        using NdArray<T> v = NdArray.Empty<T>(x.Shape);
        new CounterRandom(7).FillNormal(v);
        (NdArray<T> value, NdArray<T> tangent) = Jvp.Of(f, x, v, compute);
        using NdArray<T> w = NdArray.Empty<T>(value.Shape);
        new CounterRandom(8).FillNormal(w);
        (_, NdArray<T> pulled) = Vjp.Of(f, x, w, compute);
        double a = compute.Backend.Dot(tangent, w).Real;
        double b = compute.Backend.Dot(v, pulled).Real;
        Assert.True(Math.Abs(a - b) <= 1e-12 * Math.Max(Math.Abs(a), Math.Abs(b)), $"{a} against {b}");
    }

    private static void AssertSecondDerivatives<T>(Func<Var<T>, Var> f, NdArray<T> x)
        where T : unmanaged
    {
        using var compute = new Compute(threads: 1);
        using NdArray<T> v = NdArray.Empty<T>(x.Shape);
        new CounterRandom(9).FillNormal(v);
        (NdArray<T> gradient, NdArray<T> product) = Hvp.Of(f, x, v, compute);
        ValueAndGradient<T> plain = Gradient.Of(f, x, compute);
        AssertClose(plain.Gradient, gradient, 1e-13, compute);

        // H v = grad Re(grad f, v), and the same by differences of the gradient.
        ValueAndGradient<T> nested = Gradient.Of<T>(input => UntypedOps.Real(UntypedOps.InnerProduct(Gradient.Of(f, input), input.Tape.Constant(v))), x, compute);
        AssertClose(product, nested.Gradient, 1e-12, compute);
        using NdArray<T> difference = GradientDifference(f, x, v, compute);
        AssertClose(product, difference, 1e-8, compute);
    }

    /// <summary>(grad f(x + h v) - grad f(x - h v)) / 2h, extrapolated once.</summary>
    private static NdArray<T> GradientDifference<T>(Func<Var<T>, Var> f, NdArray<T> x, NdArray<T> v, Compute compute)
        where T : unmanaged
    {
        NdArray<T> result = compute.Zeros<T>(x.Shape);
        const double H = 1e-3;
        foreach ((double step, double weight) in new[] { (H, 4.0 / 3), (2 * H, -1.0 / 3) })
        {
            foreach (double sign in new[] { 1.0, -1.0 })
            {
                using NdArray<T> moved = x.Copy();
                compute.Backend.AddScaled(sign * step, v, moved);
                compute.Backend.AddScaled(sign * weight / (2 * step), Gradient.Of(f, moved, compute).Gradient, result);
            }
        }

        return result;
    }

    private static void AssertClose<T>(NdArray<T> expected, NdArray<T> actual, double tolerance, Compute compute)
        where T : unmanaged
    {
        using NdArray<T> difference = compute.Empty<T>(expected.Shape);
        compute.Backend.Binary(BinaryOp.Subtract, expected, actual, difference);
        double error = compute.Backend.MaxAbs(difference);
        double scale = Math.Max(1, compute.Backend.MaxAbs(expected));
        Assert.True(error <= tolerance * scale, $"error {error} at scale {scale}");
    }
}
