using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization;

/// <summary>A solver of sparse recovery that has run once allocates no managed memory, whatever it is started on.</summary>
[Collection("Alone")]
public sealed class SparseAllocationTests
{
    [Theory]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Steps_allocate_no_managed_memory(SparseMethod method)
    {
        using var compute = new Compute(threads: 2);
        using var problem = new SparseProblem<double>(compute, 40, 80, samples: 50, SparseCases.Sparsity, seed: 4, noise: 0.01);
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(problem.A, method, SparseCases.Options(method, steps: 8) with { InnerTolerance = null });

        // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            for (int warm = 0; warm < 5; warm++) Solve();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int run = 0; run < 3; run++) Solve();
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        Assert.Equal(0, allocated);

        void Solve()
        {
            solver.Start(problem.Data);
            solver.Run();
        }
    }
}
