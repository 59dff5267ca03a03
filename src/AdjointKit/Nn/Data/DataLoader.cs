using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Nn;

/// <summary>
/// Puts samples into batches, in an order that is a function of seed and epoch alone: any batch of any epoch can be asked for, so that a training that is taken up again sees the same ones. Samples lie along the first
/// axis of arrays in host memory, which stay the caller's; a batch lies where the computation runs. A batch allocates no managed memory. Not thread-safe.
/// </summary>
/// <example>
/// <code>
/// using var data = new DataLoader(compute, [images, labels], new DataLoaderOptions { BatchSize = 64, Seed = 1 });
/// for (long number = 0; number &lt; data.Batches; number++) Step(data.Load(epoch: 0, number));
/// </code>
/// </example>
public sealed unsafe class DataLoader : IDisposable
{
    private readonly Compute compute;
    private readonly UntypedArray[] sources;
    private readonly bool onHost;

    // Two sets of buffers in host memory, one that is worked on and one that is filled; on a device one more set there. Of each its first rows for the batch at the end of an epoch, too.
    private readonly UntypedArray[][] buffers;
    private readonly UntypedArray[][] shorter;
    private readonly UntypedArray[] onDevice = [];
    private readonly UntypedArray[] shorterOnDevice = [];
    private readonly BackgroundWorker? worker;
    private int current;
    private (long Epoch, long Number) fetched = (-1, -1);
    private (long Epoch, long Number) asked;
    private bool disposed;

    /// <summary>Makes the buffers.</summary>
    /// <param name="compute">Where the batches shall lie.</param>
    /// <param name="arrays">Contiguous arrays in host memory with as many entries along the first axis: images and labels, say.</param>
    /// <param name="options">How the samples are put into batches; null: the defaults.</param>
    public DataLoader(Compute compute, ReadOnlySpan<UntypedArray> arrays, DataLoaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (arrays.IsEmpty) throw new ArgumentException("a data loader has one array at least", nameof(arrays));
        this.compute = compute;
        Options = options ?? new DataLoaderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.BatchSize, 1, nameof(options));
        sources = arrays.ToArray();
        foreach (UntypedArray source in sources)
        {
            if (source.Rank == 0 || source.Shape[0] != sources[0].Shape[0]) throw new ArgumentException($"arrays {string.Join(", ", sources.Select(array => array.Shape))} do not have as many samples along the first axis", nameof(arrays));
            if (!source.IsContiguous || !source.Storage.Device.IsHost) throw new ArgumentException("samples are taken from contiguous arrays in host memory", nameof(arrays));
        }

        Samples = sources[0].Shape[0];
        nint size = (nint)Math.Min(Options.BatchSize, Samples);
        nint last = size == 0 ? 0 : Samples % size;
        Batches = size == 0 || (Options.DropsLast && Samples < Options.BatchSize) ? 0 : (Samples / size) + (last > 0 && !Options.DropsLast ? 1 : 0);
        if (Batches == 0) throw new ArgumentException($"{Samples} samples make no batch of {Options.BatchSize}", nameof(arrays));
        onHost = compute.Device.IsHost;
        buffers = [Buffers(compute.Host, size), Buffers(compute.Host, size)];
        shorter = [FirstOf(buffers[0], last), FirstOf(buffers[1], last)];
        if (!onHost)
        {
            onDevice = Buffers(compute, size);
            shorterOnDevice = FirstOf(onDevice, last);
        }

        if (Options.Prefetch) worker = new BackgroundWorker(() => Gather(asked, 1 - current));
    }

    /// <summary>The options.</summary>
    public DataLoaderOptions Options { get; }

    /// <summary>The number of samples.</summary>
    public nint Samples { get; }

    /// <summary>The number of batches of an epoch.</summary>
    public long Batches { get; }

    /// <summary>A batch. What was recorded of the last one is done with by now: its tape was reset.</summary>
    /// <param name="epoch">The number of the epoch, from 0.</param>
    /// <param name="number">The number of the batch, from 0.</param>
    public DataBatch Load(long epoch, long number)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if (number < 0 || number >= Batches) throw new ArgumentOutOfRangeException(nameof(number), number, $"an epoch has {Batches} batches");
        worker?.Wait();
        if (fetched != (epoch, number))
        {
            BeginWrite(1 - current);
            Gather((epoch, number), 1 - current);
        }

        current = 1 - current;
        bool isShort = IsShort(number);
        UntypedArray[] batch = isShort ? shorter[current] : buffers[current];
        if (!onHost)
        {
            UntypedArray[] host = batch;
            batch = isShort ? shorterOnDevice : onDevice;
            for (int k = 0; k < host.Length; k++) compute.Backend.CopyFromHost(host[k], batch[k]);
        }

        if (worker is not null)
        {
            asked = number + 1 < Batches ? (epoch, number + 1) : (epoch + 1, 0);
            fetched = asked;
            BeginWrite(1 - current);
            worker.Start();
        }

        return new DataBatch(batch, epoch, number);
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        worker?.Dispose();
        foreach (UntypedArray array in buffers[0].Concat(buffers[1]).Concat(onDevice)) array.Release();
    }

    private static UntypedArray[] FirstOf(UntypedArray[] arrays, nint count) => [.. arrays.Select(array => array.Slice(0, 0, count, 1))];

    private UntypedArray[] Buffers(Compute at, nint size) => [.. sources.Select(source => at.Backend.Allocate(source.ElementType, source.Shape.With(0, size), at.Memory))];

    private bool IsShort(long number) => (number + 1) * Options.BatchSize > Samples && Samples > Options.BatchSize;

    /// <summary>On the thread of the caller: an array that a tape needs is not overwritten.</summary>
    private void BeginWrite(int set)
    {
        foreach (UntypedArray buffer in buffers[set]) buffer.BeginWrite();
    }

    private void Gather((long Epoch, long Number) batch, int set)
    {
        nint count = IsShort(batch.Number) ? Samples % Options.BatchSize : buffers[set][0].Shape[0];
        long first = batch.Number * Options.BatchSize;
        RandomPermutation order = new CounterRandom(Options.Seed, (ulong)batch.Epoch).Permutation(Samples);
        for (int k = 0; k < sources.Length; k++)
        {
            nint row = sources[k].Count / Samples * ElementTypes.SizeOf(sources[k].ElementType);
            byte* from = sources[k].Pointer;
            byte* to = buffers[set][k].Pointer;
            for (nint sample = 0; sample < count; sample++)
            {
                nint place = (nint)(Options.Shuffle ? order[first + sample] : first + sample);
                Buffer.MemoryCopy(from + (place * row), to + (sample * row), row, row);
            }
        }
    }
}
