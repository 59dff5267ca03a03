using AdjointKit.Arrays;
using AdjointKit.Devices.Cpu;
using AdjointKit.Kernels;

namespace AdjointKit.Devices;

/// <summary>Where and with what a computation runs: the device, the threads and the memory account. Immutable; passed to every plan.</summary>
public sealed class Compute : IDisposable
{
    /// <summary>Makes a computation on the CPU.</summary>
    /// <param name="threads">The number of threads; null: all processors.</param>
    /// <param name="memoryBudget">The limit in bytes of the arrays that a computation makes for itself; null: none.</param>
    public Compute(int? threads = null, long? memoryBudget = null)
    {
        Team = new ThreadTeam(threads ?? Environment.ProcessorCount);
        Memory = new MemoryAccount(memoryBudget);
        Backend = new CpuBackend(Team);
    }

    private Compute(Compute other, MemoryAccount memory)
    {
        Team = other.Team;
        Memory = memory;
        Backend = other.Backend;
    }

    /// <summary>The threads.</summary>
    public ThreadTeam Team { get; }

    /// <summary>The account that the computation's own arrays are charged to.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>The array operations of the device.</summary>
    public Backend Backend { get; }

    /// <summary>The device.</summary>
    public Device Device => Backend.Device;

    /// <summary>A new array of zeros on the device, owned by the caller and charged to <see cref="Memory"/> until it is released.</summary>
    /// <exception cref="InsufficientBudgetException">The budget does not suffice.</exception>
    public NdArray<T> Zeros<T>(params ReadOnlySpan<nint> lengths)
        where T : unmanaged => Zeros<T>(new Shape(lengths));

    /// <inheritdoc cref="Zeros{T}(ReadOnlySpan{nint})"/>
    public NdArray<T> Zeros<T>(Shape shape)
        where T : unmanaged
    {
        NdArray<T> array = Empty<T>(shape);
        Backend.Fill(array, 0);
        return array;
    }

    /// <summary>A new array on the device whose elements are undefined until written, owned by the caller and charged to <see cref="Memory"/> until it is released.</summary>
    /// <exception cref="InsufficientBudgetException">The budget does not suffice.</exception>
    public NdArray<T> Empty<T>(params ReadOnlySpan<nint> lengths)
        where T : unmanaged => Empty<T>(new Shape(lengths));

    /// <inheritdoc cref="Empty{T}(ReadOnlySpan{nint})"/>
    public NdArray<T> Empty<T>(Shape shape)
        where T : unmanaged => Backend.Allocate(ElementTypes.Of<T>(), shape, Memory).As<T>();

    /// <summary>The same threads and device with another account: for arrays that belong to the user, which no budget bounds. Not to be disposed.</summary>
    internal Compute WithMemory(MemoryAccount memory) => new(this, memory);

    /// <summary>Ends the threads.</summary>
    public void Dispose() => Team.Dispose();
}
