using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using Xunit;

namespace AdjointKit.Tests.Operators;

public sealed class DotTestTests
{
    [Fact]
    public void An_exact_adjoint_passes_and_a_flipped_sign_fails()
    {
        using var compute = new Compute(threads: 1);
        Assert.True(DotTest.Run(new Shift(compute, 1)).Passed);
        CheckResult wrong = DotTest.Run(new Shift(compute, -1));
        Assert.False(wrong.Passed);
        Assert.Equal("f64", wrong.Precision);
        Assert.Equal("cpu", wrong.Device);
    }

    [Fact]
    public void Products_sums_multiples_and_adjoints_pass()
    {
        using var compute = new Compute(threads: 1);
        var a = new Shift(compute, 1);
        Assert.True(DotTest.Run(a * a.H).Passed);
        Assert.True(DotTest.Run(a + (3 * (a * a))).Passed);
        Assert.True(DotTest.Run(new Complex(1, 2) * new ToComplexRamp(compute)).Passed);
        Assert.True(DotTest.Run((new ToComplexRamp(compute).Compose(a)).H).Passed);
    }

    [Fact]
    public void What_is_linear_in_real_numbers_only_is_compared_by_real_parts_also_between_complex_spaces()
    {
        using var compute = new Compute(threads: 1);
        var ramp = new ToComplexRamp(compute);
        LinearOperator<Complex, Complex> projection = ramp.Compose(ramp.H);
        Assert.True(projection.IsRealLinear);
        Assert.True(projection.H.IsRealLinear);
        Assert.True((2 * (projection + projection)).IsRealLinear);
        Assert.True(BlockOperator<Complex, Complex>.Stack(projection).IsRealLinear);
        foreach (LinearOperator<Complex, Complex> a in new[] { projection, projection.H, new Complex(0, 2) * (projection + projection), BlockOperator<Complex, Complex>.Stack(projection, projection) })
        {
            CheckResult result = DotTest.Run(a);
            Assert.True(result.Passed, result.ToString());
        }

        // Whole numbers are compared for what is linear in complex ones: a missing conjugation is found.
        Assert.False(new Shift(compute, 1).IsRealLinear);
    }

    /// <summary>y[i] = x[i] + 2 x[i+1]; the adjoint with a sign that can be wrong.</summary>
    private sealed class Shift(Compute compute, double sign) : LinearOperator<double, double>(compute, new Shape(20), new Shape(20))
    {
        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<double> into)
        {
            for (int i = 0; i < 20; i++) into[i] = x[i] + (i < 19 ? 2 * x[i + 1] : 0);
        }

        protected internal override void ApplyAdjointCore(in NdArray<double> y, in NdArray<double> into)
        {
            for (int i = 0; i < 20; i++) into[i] = y[i] + (i > 0 ? sign * 2 * y[i - 1] : 0);
        }
    }

    /// <summary>y[i] = (1 + i k) x[i] from real to complex; the adjoint is the real part.</summary>
    private sealed class ToComplexRamp(Compute compute) : LinearOperator<double, Complex>(compute, new Shape(20), new Shape(20))
    {
        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<Complex> into)
        {
            for (int i = 0; i < 20; i++) into[i] = new Complex(1, i) * x[i];
        }

        protected internal override void ApplyAdjointCore(in NdArray<Complex> y, in NdArray<double> into)
        {
            for (int i = 0; i < 20; i++) into[i] = (Complex.Conjugate(new Complex(1, i)) * y[i]).Real;
        }
    }
}
