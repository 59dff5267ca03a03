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

        // The first runs of a method make the buffers and are compiled without optimisation, and the test runner and what other tests left behind allocate now and then: what a step allocates shows in every
        // round, so that the least of each counts.
        const int rounds = 60;
        long[] least = [.. Enumerable.Repeat(long.MaxValue, 9)];
        for (int round = 0; round < rounds && least.Max() > 0; round++)
        {
            int ran = Measure(least);
            if (ran < least.Length) Array.Fill(least, 0, ran, least.Length - ran);
            Thread.Sleep(20);
        }

        Assert.All(least, bytes => Assert.Equal(0, bytes));

        // The start, then step by step; how many there were.
        int Measure(long[] least)
        {
            int place = 0;
            long before = GC.GetTotalAllocatedBytes(precise: true);
            solver.Start(problem.Data);
            Count();
            while (solver.Reason is null)
            {
                before = GC.GetTotalAllocatedBytes(precise: true);
                solver.Step();
                Count();
            }

            return place;

            void Count()
            {
                least[place] = Math.Min(least[place], GC.GetTotalAllocatedBytes(precise: true) - before);
                place++;
            }
        }
    }
}
