using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Kernels.Random;

namespace AdjointKit.Devices.Gpu;

/// <content>Random numbers: the bits of the host (Sources/random.cl).</content>
internal sealed unsafe partial class DeviceBackend
{
    public override void FillUniform(in UntypedArray into, CounterRandom random, ulong first = 0)
    {
        _ = RandomFills.Uniform(into.ElementType, random, first);
        FillPairs("fill_uniform", into, random, first, default);
    }

    public override void FillNormal(in UntypedArray into, CounterRandom random, ulong first = 0)
    {
        _ = RandomFills.Normal(into.ElementType, random, first);
        FillPairs("fill_normal", into, random, first, default);
    }

    public override void FillBernoulli(in UntypedArray into, double probability, CounterRandom random, ulong first = 0)
    {
        ulong threshold = RandomFills.Bernoulli(into.ElementType, probability, random, first).Threshold;
        bool bytes = into.ElementType is ElementType.Boolean or ElementType.UInt8;
        FillPairs(bytes ? "fill_bernoulli_bytes" : "fill_bernoulli", into, random, first, [KernelArgument.Long((long)threshold)]);
    }

    public override void FillIntegers(in NdArray<long> into, long from, long to, CounterRandom random, ulong first = 0)
    {
        CounterRandom.CheckRange(from, to);
        FillPairs("fill_integers", into, random, first, [KernelArgument.Long(from), KernelArgument.Long((long)((ulong)to - (ulong)from))]);
    }

    public override void FillPermutation(in NdArray<long> into, CounterRandom random)
    {
        UntypedArray target = into;
        RequireFillable(target);
        if (into.Count == 0) return;
        (int lowerBits, uint lowerMask, uint upperMask) = random.Permutation(into.Count).Split;
        ArgumentList arguments = default;
        arguments.Add((long)into.Count);
        arguments.Add((long)random.Stream);
        arguments.Add((long)random.Seed);
        arguments.Add(lowerBits);
        arguments.Add((int)lowerMask);
        arguments.Add((int)upperMask);
        arguments.Add(target);
        driver.Launch(Find(RandomProgram, ElementType.Float32, "fill_permutation"), LaunchSize.Over(into.Count, LineGroup), arguments.Values);
    }

    /// <summary>One item for each counter that a number of the array belongs to: its numbers are two.</summary>
    private void FillPairs(string kernel, in UntypedArray into, CounterRandom random, ulong first, ReadOnlySpan<KernelArgument> choices)
    {
        RequireFillable(into);
        long count = into.Count * (ElementTypes.IsComplex(into.ElementType) ? 2 : 1);
        if (count == 0) return;
        ElementType precision = into.ElementType is ElementType.Float64 or ElementType.Complex128 ? ElementType.Float64 : ElementType.Float32;
        ArgumentList arguments = default;
        arguments.Add(count);
        arguments.Add((long)first);
        arguments.Add((long)random.Stream);
        arguments.Add((long)random.Seed);
        foreach (KernelArgument choice in choices) arguments.Add(choice);
        arguments.Add(KernelArgument.Memory(into.Storage.Memory));
        arguments.Add((long)into.Offset * (ElementTypes.IsComplex(into.ElementType) ? 2 : 1));
        driver.Launch(Find(RandomProgram, precision, kernel), LaunchSize.Over((count / 2) + 1, LineGroup), arguments.Values);
    }

    private void RequireFillable(in UntypedArray into)
    {
        RequireHere(into);
        if (!into.IsContiguous) throw new ArgumentException($"random numbers fill contiguous arrays, and {into} is a view that is not: fill an array of its own and copy", nameof(into));
        into.BeginWrite();
    }
}
