namespace AdjointKit.Kernels;

/// <summary>Work objects for calls that run at the same time, kept for the next ones: a call makes one only when more run at once than ever before.</summary>
internal sealed class WorkPool<TWork>(Func<TWork> make)
    where TWork : class
{
    private readonly TWork?[] spare = new TWork?[2 * Environment.ProcessorCount];

    internal TWork Take()
    {
        for (int slot = 0; slot < spare.Length; slot++)
        {
            if (Volatile.Read(ref spare[slot]) is not null && Interlocked.Exchange(ref spare[slot], null) is { } work) return work;
        }

        return make();
    }

    internal void Return(TWork work)
    {
        for (int slot = 0; slot < spare.Length; slot++)
        {
            if (Interlocked.CompareExchange(ref spare[slot], work, null) is null) return;
        }
    }
}
