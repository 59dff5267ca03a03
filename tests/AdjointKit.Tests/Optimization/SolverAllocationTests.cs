using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>A solver that was made once allocates no managed memory, whatever it is started on.</summary>
[Collection("Alone")]
public sealed class SolverAllocationTests
{
    [Theory]
    [MemberData(nameof(LinearMethods.All), MemberType = typeof(LinearMethods))]
    public void Steps_allocate_no_managed_memory(LinearMethod method)
    {
        using var compute = new Compute(threads: 2);
        var a = new DiagonalOperator<Complex>(compute, [.. Enumerable.Range(1, 500).Select(k => new Complex(1 + (k / 1000.0), 0))]);
        var inverse = new DiagonalOperator<Complex>(compute, [.. Enumerable.Range(1, 500).Select(k => new Complex(1 / (1.1 + (k / 2000.0)), 0))]);
        using NdArray<Complex> b = TestNumbers.Array<Complex>(compute, TestNumbers.Random<Complex>(500, 1));
        LinearOptions options = new() { Preconditioner = inverse, Restart = 5, Stopping = new StoppingRule { RelativeTolerance = 1e-30 } };
        using LinearSolver<Complex, Complex> solver = LinearSystem.Solver(a, method, options);

        // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 20; warm++) Solve(solver, b);
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int run = 0; run < 10; run++) Solve(solver, b);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);
    }

    private static void Solve(LinearSolver<Complex, Complex> solver, NdArray<Complex> b)
    {
        solver.Start(b);
        for (int step = 0; step < 8; step++) solver.Step();
        if (solver.Reason is not null) throw new InvalidOperationException($"{solver.Name} ended as {solver.Reason}");
    }
}
