using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using Xunit;

namespace AdjointKit.Tests.Autodiff;

/// <summary>A large gradient is the array in which the tape summed it, not a copy: it belongs to the caller alone and is charged to no account.</summary>
public sealed class GradientHandOverTests
{
    private const int Length = 100_000;

    [Fact]
    public void Gradients_that_are_one_array_on_the_tape_are_two_for_the_caller()
    {
        using NdArray<double> x = NdArray.Zeros<double>(Length);
        using NdArray<double> y = NdArray.Zeros<double>(Length);
        (_, NdArray<double> inX, NdArray<double> inY) = Gradient.Of((Var<double> a, Var<double> b) => Ops.HalfSquaredNorm(a + b + 3), x, y);
        inX.AsWritableSpan().Fill(7);
        Assert.All(inY.AsReadOnlySpan().ToArray(), value => Assert.Equal(3, value));
        (_, NdArray<double>[] both) = Gradient.Of(v => Ops.HalfSquaredNorm(v[0] + v[1] + 3), [x, x]);
        both[0].AsWritableSpan().Fill(7);
        Assert.All(both[1].AsReadOnlySpan().ToArray(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void The_gradient_may_be_written_while_the_input_and_other_results_stay()
    {
        using NdArray<double> x = NdArray.Fill<double>(1, Length, (_, k) => k);
        ValueAndGradient<double> found = Gradient.Of((Var<double> v) => Ops.HalfSquaredNorm(v), x);
        found.Gradient.AsWritableSpan().Clear();
        Assert.Equal(Length - 1, x[0, Length - 1]);
    }

    [Fact]
    public void Nothing_of_it_stays_on_the_account()
    {
        using var compute = new Compute(threads: 1, memoryBudget: 50_000_000);
        using NdArray<double> x = NdArray.Zeros<double>(Length);
        for (int k = 0; k < 3; k++)
        {
            using NdArray<double> gradient = Gradient.Of((Var<double> v) => Ops.Sum(Ops.Exp(v)), x, compute).Gradient;
            Assert.Equal(0, compute.Memory.Used);
            Assert.Equal(1, gradient.AsReadOnlySpan()[Length / 2]);
        }
    }
}
