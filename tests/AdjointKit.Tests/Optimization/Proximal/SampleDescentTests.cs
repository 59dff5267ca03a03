using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>ISTA and FISTA on many samples, by A^H A: the iterates and objectives of the products with A, over several references, from any start.</summary>
public sealed class SampleDescentTests : IDisposable
{
    private const int Samples = 90;
    private const int Rows = 40;
    private const int Columns = 80;

    private readonly Compute compute = new(threads: 2);

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public void Iterates_and_objectives_are_those_of_the_products_with_the_matrix(bool accelerated, bool restart, bool started)
    {
        using ProximalGradient<double, double> fast = Solver<double>(plain: false, 0.02, accelerated, restart, steps: 200);
        using ProximalGradient<double, double> slow = Solver<double>(plain: true, 0.02, accelerated, restart, steps: 200);
        using NdArray<double> data = Data<double>(noise: 0.05);
        using NdArray<double> first = compute.Empty<double>(new Shape(Samples, Columns));
        compute.Backend.FillNormal(first, new CounterRandom(11));
        fast.Start(data, started ? first : null);
        slow.Start(data, started ? first : null);
        Assert.Equal(slow.Target, fast.Target, 1e-12);
        Assert.Equal(1, fast.Residual / slow.Residual, 1e-12);
        for (int step = 1; step <= 200; step++)
        {
            fast.Step();
            slow.Step();
            Assert.True(TestNumbers.Error(compute, fast.Solution, slow.Solution) < 1e-12, $"step {step}: {TestNumbers.Error(compute, fast.Solution, slow.Solution)}");
            Assert.Equal(1, fast.Objective / slow.Objective, 1e-13);
        }
    }

    /// <summary>Without noise and with hardly a weight the objective falls to a hundredth of a percent: what cancels may not be lost, beyond what the rounding of the data does.</summary>
    [Fact]
    public void Little_is_lost_where_the_misfit_all_but_vanishes()
    {
        CheckDeviation<double>();
        CheckDeviation<float>();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(70)]
    public void A_restored_state_goes_on_with_the_same_bits(int steps)
    {
        using ProximalGradient<double, double> first = Solver<double>(plain: false, 0.02, accelerated: true, restart: true, steps: 150);
        using ProximalGradient<double, double> second = Solver<double>(plain: false, 0.02, accelerated: true, restart: true, steps: 150);
        using NdArray<double> data = Data<double>(noise: 0.05);
        first.Start(data);
        for (int step = 0; step < steps; step++) first.Step();
        second.Start(data);
        second.Restore(first.Save());
        first.Run();
        second.Run();
        Assert.True(first.Solution.AsReadOnlySpan().SequenceEqual(second.Solution.AsReadOnlySpan()));
        Assert.Equal(first.History.Select(step => step.Objective), second.History.Select(step => step.Objective));
    }

    /// <inheritdoc/>
    public void Dispose() => compute.Dispose();

    private void CheckDeviation<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double unit = Precision.UnitRoundoff(ElementTypes.Of<T>());
        using NdArray<T> data = Data<T>(noise: 0);
        using NdArray<T> rounded = compute.Empty<T>(data.Shape);
        compute.Backend.FillNormal(rounded, new CounterRandom(7));
        compute.Backend.Binary(BinaryOp.Multiply, rounded, data, rounded);
        compute.Backend.Affine(unit, rounded, 0, rounded);
        compute.Backend.Binary(BinaryOp.Add, rounded, data, rounded);
        using ProximalGradient<T, T> fast = Solved(plain: false, data);
        using ProximalGradient<T, T> slow = Solved(plain: true, data);
        using ProximalGradient<T, T> perturbed = Solved(plain: true, rounded);
        double deviation = TestNumbers.Error(compute, fast.Solution, slow.Solution);
        double limit = 10 * TestNumbers.Error(compute, perturbed.Solution, slow.Solution);
        Assert.True(deviation < limit, $"{deviation} and not {limit}");
        Assert.True(fast.Objective < 1e-4 * compute.Backend.Dot(data, data).Real / 2);
        Assert.Equal(1, fast.Objective / slow.Objective, 100 * unit);
    }

    private ProximalGradient<T, T> Solved<T>(bool plain, NdArray<T> data)
        where T : unmanaged
    {
        ProximalGradient<T, T> solver = Solver<T>(plain, 1e-6, accelerated: true, restart: false, steps: 400);
        solver.Start(data);
        solver.Run();
        return solver;
    }

    private NdArray<T> Matrix<T>()
        where T : unmanaged => TestNumbers.Array<T>(compute, [.. TestNumbers.Random<double>(Rows * Columns, 5).Select(number => number / Math.Sqrt(Rows))]).Reshape(Rows, Columns);

    private ProximalGradient<T, T> Solver<T>(bool plain, double weight, bool accelerated, bool restart, int steps)
        where T : unmanaged
    {
        var a = new MatrixOperator<T>(compute, Matrix<T>(), Samples);
        var options = new ProximalGradientOptions { Accelerated = accelerated, Restart = restart, StepLength = 0.1, Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = steps } };
        return new ProximalGradient<T, T>(plain ? 1 * a : a, new L1Norm<T>(compute, weight), options);
    }

    private NdArray<T> Data<T>(double noise)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> signals = compute.Empty<T>(new Shape(Samples, Columns));
        NdArray<T> support = compute.Empty<T>(signals.Shape);
        compute.Backend.FillNormal(signals, new CounterRandom(2));
        compute.Backend.FillBernoulli(support, 0.05, new CounterRandom(3));
        compute.Backend.Binary(BinaryOp.Multiply, signals, support, signals);
        NdArray<T> data = compute.Empty<T>(new Shape(Samples, Rows));
        NdArray<T> error = compute.Empty<T>(data.Shape);
        compute.Backend.FillNormal(error, new CounterRandom(4));
        new MatrixOperator<T>(compute, Matrix<T>(), Samples).Apply(signals, data);
        compute.Backend.AddScaled(noise, error, data);
        return data;
    }
}
