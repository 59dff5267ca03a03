using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using Xunit;

namespace AdjointKit.Tests.Nn;

/// <summary>Batches: every sample once an epoch, in the order of seed and epoch, with and without a thread that fetches them.</summary>
[Collection("Alone")]
public sealed class DataLoaderTests : IDisposable
{
    private const int Samples = 23;

    private readonly Compute compute = new(threads: 1);
    private readonly NdArray<double> rows = NdArray.Fill<double>(Samples, 3, (n, k) => (10 * n) + k);
    private readonly NdArray<long> labels = NdArray.From<long>([.. Enumerable.Range(0, Samples).Select(n => (long)n)]);

    public void Dispose()
    {
        rows.Dispose();
        labels.Dispose();
        compute.Dispose();
    }

    [Theory]
    [InlineData(true, 5, false, 5)]
    [InlineData(false, 5, false, 5)]
    [InlineData(true, 5, true, 4)]
    [InlineData(true, 23, false, 1)]
    [InlineData(true, 100, false, 1)]
    [InlineData(false, 1, false, 23)]
    public void Every_sample_comes_once_an_epoch_with_its_label(bool prefetch, int size, bool drops, long batches)
    {
        using var data = new DataLoader(compute, [rows, labels], new DataLoaderOptions { BatchSize = size, DropsLast = drops, Prefetch = prefetch, Seed = 3 });
        Assert.Equal(batches, data.Batches);
        for (long epoch = 0; epoch < 3; epoch++)
        {
            List<long> seen = Epoch(data, epoch);
            Assert.Equal(drops ? 20 : Samples, seen.Count);
            Assert.Equal(seen.Count, seen.Distinct().Count());
        }

        Assert.NotEqual(Epoch(data, 0), Epoch(data, 1));
        Assert.Equal(Epoch(data, 1), Epoch(data, 1));
    }

    [Fact]
    public void Any_batch_can_be_asked_for_and_is_the_one_of_its_number()
    {
        using var fetching = new DataLoader(compute, [rows, labels], new DataLoaderOptions { BatchSize = 4, Seed = 8 });
        using var plain = new DataLoader(compute, [rows, labels], new DataLoaderOptions { BatchSize = 4, Seed = 8, Prefetch = false });
        foreach ((long epoch, long number) in new[] { (0L, 0L), (0, 1), (5, 5), (6, 0), (2, 3), (2, 3), (0, 0) })
        {
            Assert.Equal(plain.Load(epoch, number).Get<long>(1).AsReadOnlySpan().ToArray(), fetching.Load(epoch, number).Get<long>(1).AsReadOnlySpan().ToArray());
        }

        using var ordered = new DataLoader(compute, [labels], new DataLoaderOptions { BatchSize = 10, Shuffle = false });
        Assert.Equal([20, 21, 22], ordered.Load(3, 2).Get<long>(0).AsReadOnlySpan().ToArray());
    }

    [Fact]
    public void Batches_allocate_no_managed_memory()
    {
        using var data = new DataLoader(compute, [rows, labels], new DataLoaderOptions { BatchSize = 4 });
        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (long number = 0; number < 60; number++) data.Load(number / 6, number % 6);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Wrong_use_is_refused_in_a_sentence()
    {
        Assert.Contains("as many samples", Assert.Throws<ArgumentException>(() => new DataLoader(compute, [rows, NdArray.From<long>(1)])).Message, StringComparison.Ordinal);
        Assert.Contains("no batch of 30", Assert.Throws<ArgumentException>(() => new DataLoader(compute, [rows], new DataLoaderOptions { BatchSize = 30, DropsLast = true })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DataLoader(compute, []));
        Assert.Throws<ArgumentException>(() => new DataLoader(compute, [rows.Transpose(1, 0)]));
        using var data = new DataLoader(compute, [rows]);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Load(0, 1));

        // A tape that still needs a batch keeps it from being overwritten.
        using var small = new DataLoader(compute, [rows], new DataLoaderOptions { BatchSize = 4 });
        using var tape = new Tape(compute);
        _ = Ops.Square(tape.Input(small.Load(0, 0).Get<double>(0)));
        Assert.Throws<InvalidOperationException>(() => small.Load(0, 1));
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.Load(0, 0));
    }

    private static List<long> Epoch(DataLoader data, long epoch)
    {
        var seen = new List<long>();
        for (long number = 0; number < data.Batches; number++)
        {
            DataBatch batch = data.Load(epoch, number);
            for (nint n = 0; n < batch.Count; n++)
            {
                long sample = batch.Get<long>(1)[n];
                Assert.Equal([10 * sample, (10 * sample) + 1, (10 * sample) + 2], Enumerable.Range(0, 3).Select(k => (long)batch.Get<double>(0)[n, k]));
                seen.Add(sample);
            }
        }

        return seen;
    }
}
