using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Loops;
using AdjointKit.Waves.Acoustic;
using AdjointKit.Waves.Acoustic.Fields;
using AdjointKit.Waves.Acoustic.Imaging;
using AdjointKit.Waves.Acoustic.Kernels;
using AdjointKit.Waves.Checks;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>A step allocates nothing, forwards and backwards.</summary>
public class AllocationTests
{
    private const int Steps = 40;
    private const double TimeStep = 0.0015;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Steps_allocate_nothing(int threads)
    {
        var account = new MemoryAccount();
        using var team = new ThreadTeam(threads);
        using NdArray<float> velocity = CheckProblem.Velocity<float>();
        AcousticOptions options = CheckProblem.Options;
        Grid2D grid = CheckProblem.Grid;
        using var medium = new AcousticMedium<float>(grid, new PaddedLayout(grid.Nx, grid.Nz, options.EffectivePml, options.Order / 2), velocity, CheckProblem.MaximumVelocity, TimeStep, options, account);
        using var imaging = new GradientImage<float>(medium.Layout, illuminate: true, account);
        using var step = new AcousticStep<float>(medium, imaging, team, account);
        using var shot = new AcousticShot<float>(CheckProblem.Survey.Shots[0], grid, medium, substeps: 1, Steps + 1);
        RawArray[] records = [.. Enumerable.Range(0, Steps).Select(_ => NdArray.Zeros<float>(medium.Layout.PlainCount).Raw)];
        step.Begin(shot);
        step.Initialize();
        step.InitializeAdjoint();
        Run(step, records);

        // A collection that another thread causes takes the rest of this thread's buffer away, and it counts as allocated: what steps allocate shows in every round.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => Allocated(step, records)));
    }

    private static long Allocated(AcousticStep<float> step, RawArray[] records)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(step, records);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Run(AcousticStep<float> step, RawArray[] records)
    {
        var window = new RecordWindow(0, records);
        step.Advance(0, Steps, window);
        step.AdvanceAdjoint(0, Steps, window);
    }
}
