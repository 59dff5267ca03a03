using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Devices;

public sealed class FourierPlanTests : IDisposable
{
    private readonly Compute compute = new(threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(17)]
    [InlineData(64)]
    public void Agrees_with_the_sum_and_comes_back(int n)
    {
        FourierPlan plan = compute.Backend.PlanFourier(n);
        NdArray<Complex> x = NdArray.Empty<Complex>(new Shape(3, n));
        new CounterRandom(1).FillNormal(x);
        NdArray<Complex> spectrum = compute.Empty<Complex>(3, n);
        plan.Forward(x, spectrum);
        for (nint row = 0; row < 3; row++)
        {
            for (nint k = 0; k < n; k++)
            {
                Complex sum = 0;
                for (nint j = 0; j < n; j++) sum += x[row, j] * Complex.FromPolarCoordinates(1, -2 * Math.PI * (j * k % n) / n);
                AssertClose(sum, spectrum[row, k], 1e-13 * n);
            }
        }

        plan.Inverse(spectrum, spectrum);
        for (nint j = 0; j < n; j++) AssertClose(x[2, j], spectrum[2, j], 1e-14 * n);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(16)]
    public void The_real_transform_is_half_of_the_complex_one(int n)
    {
        FourierPlan plan = compute.Backend.PlanFourier(n);
        NdArray<double> x = NdArray.Empty<double>(new Shape(2, n));
        new CounterRandom(2).FillNormal(x);
        NdArray<Complex> complex = compute.Empty<Complex>(2, n);
        compute.Backend.Copy(x, complex);
        plan.Forward(complex, complex);
        NdArray<Complex> half = compute.Empty<Complex>(2, plan.HalfLength);
        plan.ForwardReal(x, half);
        for (nint k = 0; k < plan.HalfLength; k++) AssertClose(complex[1, k], half[1, k], 1e-13 * n);
        NdArray<double> back = compute.Empty<double>(2, n);
        plan.InverseReal(half, back);
        for (nint j = 0; j < n; j++) Assert.Equal(x[1, j], back[1, j], 1e-14 * n);
    }

    [Fact]
    public void Single_precision_is_as_good_as_its_rounding()
    {
        FourierPlan plan = compute.Backend.PlanFourier(20);
        NdArray<ComplexF> x = NdArray.Empty<ComplexF>(new Shape(20));
        new CounterRandom(3).FillNormal(x);
        NdArray<ComplexF> spectrum = compute.Empty<ComplexF>(20);
        plan.Forward(x, spectrum);
        plan.Inverse(spectrum, spectrum);
        for (nint j = 0; j < 20; j++) AssertClose(x[j], spectrum[j], 5e-7);
    }

    [Fact]
    public void Arrays_of_another_length_or_type_are_refused()
    {
        FourierPlan plan = compute.Backend.PlanFourier(8);
        Assert.Throws<ArgumentException>(() => plan.Forward(compute.Zeros<Complex>(7), compute.Zeros<Complex>(7)));
        Assert.Throws<ArgumentException>(() => plan.Forward(compute.Zeros<double>(8), compute.Zeros<Complex>(8)));
        Assert.Throws<ArgumentException>(() => plan.ForwardReal(compute.Zeros<double>(8), compute.Zeros<Complex>(8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => compute.Backend.PlanFourier(0));
    }

    public void Dispose() => compute.Dispose();

    private static void AssertClose(Complex expected, Complex actual, double tolerance) =>
        Assert.True(Complex.Abs(expected - actual) <= tolerance, $"{actual} is not {expected}");
}
