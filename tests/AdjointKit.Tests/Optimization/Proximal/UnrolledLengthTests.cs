using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>What a recording of unrolled steps pays for their length.</summary>
public sealed class UnrolledLengthTests : IDisposable
{
    private const int Steps = 10;

    private readonly Compute compute = new(threads: 1);

    public void Dispose() => compute.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_length_that_was_compared_with_the_limit_of_an_operator_is_not_compared_again(bool accelerated)
    {
        using var problem = new SparseProblem<double>(compute, 20, 30, samples: 1, sparsity: 2, seed: 95);
        var a = new CountingOperator(problem.A);
        var f = new L1Norm<double>(compute, 0.1);
        Assert.True(Count(0.2) > 2 * Steps);
        Assert.Equal(2 * Steps, Count(0.2));
        Assert.Equal(2 * Steps, Count(0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Count(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Count(10));

        int Count(double length)
        {
            using var tape = new Tape(compute);
            a.Applications = 0;
            ProximalGradient.Unroll(a, f, tape.Input(problem.Data), Steps, new ProximalGradientOptions { Accelerated = accelerated, StepLength = length });
            return a.Applications;
        }
    }

    [Theory]
    [InlineData(CompositeMethod.ProximalGradient)]
    [InlineData(CompositeMethod.PrimalDual)]
    [InlineData(CompositeMethod.CondatVu)]
    [InlineData(CompositeMethod.LinearizedAdmm)]
    public void Lengths_of_composite_steps_are_compared_with_their_limit_once(CompositeMethod method)
    {
        using var problem = new SparseProblem<double>(compute, 20, 30, samples: 1, sparsity: 2, seed: 95);
        var a = new CountingOperator(problem.A);
        var k = new DifferenceOperator<double>(compute, a.Domain, 1);
        int first = Count(0.1);
        int later = Count(0.1);
        Assert.True(first > later + 10, $"{first} and {later}");
        Assert.Equal(later, Count(0.05));
        Assert.Contains("limit", Assert.Throws<ArgumentException>(() => Count(1e3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Count(1e3));

        int Count(double length)
        {
            using var tape = new Tape(compute);
            CompositeProblem<double> sum = CompositeProblem.LeastSquares(a, tape.Input(problem.Data)).Plus(new L1Norm<double>(compute, 0.1));
            if (method != CompositeMethod.ProximalGradient) sum = sum.Plus(new L1Norm<double>(compute, 0.2), k);
            a.Applications = 0;
            Minimizer.Unroll(sum, method, Steps, new CompositeOptions { PrimalStep = length, DualStep = length });
            return a.Applications;
        }
    }

    [Fact]
    public void Steps_of_sparse_recovery_find_their_length_once()
    {
        using var problem = new SparseProblem<double>(compute, 20, 30, samples: 1, sparsity: 2, seed: 95);
        var a = new CountingOperator(problem.A);
        OperatorNorm.Estimate(a, tolerance: 1e-8, iterations: 10_000);
        int once = a.Applications;
        using var tape = new Tape(compute);
        a.Applications = 0;
        SparseRecovery.Unroll(a, tape.Input(problem.Data), SparseMethod.Fista, Steps, new SparseOptions { Weight = 0.1 });
        Assert.Equal(once + (2 * Steps), a.Applications);
    }

    /// <summary>An operator that counts how often it or its adjoint is applied.</summary>
    private sealed class CountingOperator(LinearOperator<double, double> inner) : LinearOperator<double, double>(inner.Compute, inner.Domain, inner.Range)
    {
        internal int Applications { get; set; }

        protected internal override void ApplyCore(in NdArray<double> x, in NdArray<double> into)
        {
            Applications++;
            inner.ApplyCore(x, into);
        }

        protected internal override void ApplyAdjointCore(in NdArray<double> y, in NdArray<double> into)
        {
            Applications++;
            inner.ApplyAdjointCore(y, into);
        }
    }
}
