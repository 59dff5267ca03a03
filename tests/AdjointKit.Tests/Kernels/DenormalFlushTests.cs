using AdjointKit.Kernels;
using Xunit;

namespace AdjointKit.Tests.Kernels;

public sealed class DenormalFlushTests
{
    [SkippableFact]
    public void A_denormal_product_is_zero_inside_the_scope_and_denormal_outside()
    {
        Skip.IfNot(DenormalFlush.IsSupported, "this system offers no access to the control register");
        Assert.NotEqual(0f, Denormal.Product());
        using (DenormalFlush.Enter())
        {
            Assert.Equal(0f, Denormal.Product());
            Assert.Equal(0.0, Denormal.Sum());
            using (DenormalFlush.Enter()) Assert.Equal(0f, Denormal.Product());
            Assert.Equal(0f, Denormal.Product());
        }

        Assert.NotEqual(0f, Denormal.Product());
        Assert.NotEqual(0.0, Denormal.Sum());
    }

    [SkippableFact]
    public void Every_thread_of_the_team_flushes_and_the_caller_gets_its_denormals_back()
    {
        Skip.IfNot(DenormalFlush.IsSupported, "this system offers no access to the control register");
        using var team = new ThreadTeam(3);
        var work = new ProductOnEveryThread(3);
        team.Run(work, 3);

        Assert.Equal(3, work.Threads.Distinct().Count());
        Assert.All(work.Products, product => Assert.Equal(0f, product));
        Assert.NotEqual(0f, Denormal.Product());
    }

    [SkippableFact]
    public void A_team_of_one_flushes_too()
    {
        Skip.IfNot(DenormalFlush.IsSupported, "this system offers no access to the control register");
        using var team = new ThreadTeam(1);
        var work = new ProductOnEveryThread(1);
        team.Run(work, 1);

        Assert.Equal(0f, work.Products[0]);
        Assert.NotEqual(0f, Denormal.Product());
    }

    [SkippableFact]
    public void Denormals_come_back_after_a_part_that_throws()
    {
        Skip.IfNot(DenormalFlush.IsSupported, "this system offers no access to the control register");
        using var team = new ThreadTeam(2);
        Assert.Throws<InvalidOperationException>(() => team.Run(new Throwing(), 2));
        Assert.NotEqual(0f, Denormal.Product());
    }

    private sealed class ProductOnEveryThread(int threads) : ITeamWork
    {
        private readonly Barrier barrier = new(threads);

        public float[] Products { get; } = new float[threads];

        public int[] Threads { get; } = new int[threads];

        public void Execute(int part, int parts)
        {
            // No part ends before all have begun, so each thread gets exactly one.
            barrier.SignalAndWait();
            Products[part] = Denormal.Product();
            Threads[part] = Environment.CurrentManagedThreadId;
        }
    }

    private sealed class Throwing : ITeamWork
    {
        public void Execute(int part, int parts) => throw new InvalidOperationException("part");
    }
}
