using AdjointKit.Arrays;
using AdjointKit.Kernels;
using AdjointKit.Kernels.Random;

namespace AdjointKit.Devices.Cpu;

/// <content>Random numbers: each thread makes its part of the stream.</content>
internal sealed unsafe partial class CpuBackend
{
    private readonly WorkSlot<RandomWork> randomWork = new();

    public override void FillUniform(in UntypedArray into, CounterRandom random, ulong first = 0) => Run(RandomFills.Uniform(into.ElementType, random, first), into);

    public override void FillNormal(in UntypedArray into, CounterRandom random, ulong first = 0) => Run(RandomFills.Normal(into.ElementType, random, first), into);

    public override void FillBernoulli(in UntypedArray into, double probability, CounterRandom random, ulong first = 0) => Run(RandomFills.Bernoulli(into.ElementType, probability, random, first), into);

    public override void FillIntegers(in NdArray<long> into, long from, long to, CounterRandom random, ulong first = 0) => Run(RandomFills.Integers(from, to, random, first), into);

    public override void FillPermutation(in NdArray<long> into, CounterRandom random) => Run(RandomFills.Permutation(random.Permutation(into.Count)), into);

    private void Run(in RandomFill fill, in UntypedArray into)
    {
        if (!into.IsContiguous) throw new ArgumentException($"random numbers fill contiguous arrays, and {into} is a view that is not: fill an array of its own and copy", nameof(into));
        into.BeginWrite();
        RandomWork work = randomWork.Take();
        work.Prepare(fill, into.Pointer, into.Count * (ElementTypes.IsComplex(into.ElementType) ? 2 : 1));
        team.Run(work, into.Count >= ParallelLength ? team.Threads : 1);
        randomWork.Return(work);
        GC.KeepAlive(into.Storage);
    }

    private sealed class RandomWork : ITeamWork
    {
        private RandomFill fill;
        private byte* target;
        private nint count;

        internal void Prepare(in RandomFill newFill, byte* into, nint numbers)
        {
            fill = newFill;
            target = into;
            count = numbers;
        }

        public void Execute(int part, int parts)
        {
            nint from = count * part / parts;
            fill.Kernel(fill, target, from, (count * (part + 1) / parts) - from);
        }
    }
}
