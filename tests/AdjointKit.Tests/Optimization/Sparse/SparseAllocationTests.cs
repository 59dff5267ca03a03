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
    public void Steps_allocate_no_managed_memory(SparseMethod method) => Check(method, 20, 40, samples: 10, SparseCases.Sparsity);

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(SparseCases.All), MemberType = typeof(SparseCases))]
    public void Steps_on_large_matrices_allocate_no_managed_memory(SparseMethod method) => Check(method, 250, 500, samples: 20, sparsity: 50);

    private static void Check(SparseMethod method, int rows, int columns, int samples, int sparsity)
    {
        using var compute = new Compute(threads: 2);
        using var problem = new SparseProblem<double>(compute, rows, columns, samples, sparsity, seed: 4, noise: 0.01);
        SparseOptions options = SparseCases.Options(method, steps: 8);
        using RecoverySolver<double, double> solver = SparseRecovery.Solver(problem.A, method, options with { InnerTolerance = null, Sparsity = options.Sparsity is null ? null : sparsity });

        // The first runs of a method make the buffers and are compiled without optimisation, and the test runner allocates now and then: one quiet run of several counts, and a short one is quiet more often.
        long allocated = long.MaxValue;
        for (int round = 0; round < 60 && allocated > 0; round++)
        {
            Solve();
            Thread.Sleep(20);
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Solve();
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
