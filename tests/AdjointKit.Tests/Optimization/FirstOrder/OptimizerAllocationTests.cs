using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Optimization;
using Xunit;

namespace AdjointKit.Tests.Optimization.FirstOrder;

/// <summary>An optimiser that was made once allocates no managed memory.</summary>
[Collection("Alone")]
public sealed class OptimizerAllocationTests
{
    public static TheoryData<UpdateRule> Rules => OptimizerTests.Rules;

    [Theory]
    [MemberData(nameof(Rules))]
    public void Steps_allocate_no_managed_memory(UpdateRule rule)
    {
        using var compute = new Compute(threads: 2);
        foreach (GradientClip clip in new[] { GradientClip.ByNorm(1), GradientClip.ByValue(1) })
        {
            UntypedArray[] parameters = [NdArray.From(1.0, -2, 3), NdArray.Zeros<float>(300, 200), NdArray.From(0.1, 0.2)];
            UntypedArray[] gradients = [NdArray.From(3.0, 2, 1), NdArray.Zeros<float>(300, 200), NdArray.From(0.1, 0.2)];
            OptimizerOptions options = new() { Rule = rule, LearningRate = LearningRate.Cosine(1e-3, 100_000, warmUp: 10), Clip = clip, Average = IterateAverage.Exponential(0.9) };
            using var optimizer = new Optimizer(parameters, options, compute);

            // The first runs of a method are compiled without optimisation and may box; and the test runner allocates now and then: one quiet round of several counts.
            long allocated = long.MaxValue;
            for (int round = 0; round < 20 && allocated > 0; round++)
            {
                for (int warm = 0; warm < 50; warm++) optimizer.Step(parameters, gradients);
                Thread.Sleep(20);
                long before = GC.GetTotalAllocatedBytes(precise: true);
                for (int run = 0; run < 50; run++) optimizer.Step(parameters, gradients);
                allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            }

            Assert.Equal(0, allocated);
        }
    }
}
