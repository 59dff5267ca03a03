using AdjointKit.Arrays;
using AdjointKit.Kernels;

namespace AdjointKit.Devices;

/// <summary>Where and with what a computation runs: the threads and the memory account. Immutable; passed to every plan.</summary>
public sealed class Compute : IDisposable
{
    /// <summary>Makes a computation on the CPU.</summary>
    /// <param name="threads">The number of threads; null: all processors.</param>
    /// <param name="memoryBudget">The limit in bytes of the arrays that a computation makes for itself; null: none.</param>
    public Compute(int? threads = null, long? memoryBudget = null)
    {
        Team = new ThreadTeam(threads ?? Environment.ProcessorCount);
        Memory = new MemoryAccount(memoryBudget);
    }

    /// <summary>The threads.</summary>
    public ThreadTeam Team { get; }

    /// <summary>The account that the computation's own arrays are charged to.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => Team.Dispose();
}
