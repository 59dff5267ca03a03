using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>A solver that was made once allocates no managed memory, whatever it is started on, the evaluations on its tape included.</summary>
[Collection("Alone")]
public sealed class MinimizerAllocationTests
{
    /// <summary>All but Newton's method, which records the gradient anew at each iterate.</summary>
    public static TheoryData<MinimizationMethod> Methods =>
    [
        MinimizationMethod.LimitedMemoryBfgs, MinimizationMethod.BoundedLimitedMemoryBfgs, MinimizationMethod.ConjugateGradient, MinimizationMethod.PolakRibiere, MinimizationMethod.GradientDescent,
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Steps_allocate_no_managed_memory(MinimizationMethod method)
    {
        using var compute = new Compute(threads: 2);
        using NdArray<double> start = NdArray.From(-1.2, 1);
        using SmoothSolver<double> solver = Minimizer.Solver<double>(MinimizerTests.Rosenbrock, start.Shape, method, new MinimizerOptions { Memory = 4 }, compute);

        // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 20; warm++) Solve(solver, start);
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int run = 0; run < 10; run++) Solve(solver, start);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }

    private static void Solve(SmoothSolver<double> solver, NdArray<double> start)
    {
        solver.Start(start);
        for (int step = 0; step < 8; step++) solver.Step();
        if (solver.Reason is not null) throw new InvalidOperationException($"{solver.Name} ended as {solver.Reason}");
    }
}
