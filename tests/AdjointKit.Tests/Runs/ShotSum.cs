using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.Tests.Runs;

/// <summary>Shots whose sum depends, in its last bits, on the order of the addends.</summary>
internal sealed class ShotSum(int count) : IWorkItems<ShotSum.Shot>, IDisposable
{
    private const int Length = 1000;
    private readonly NdArray<float> sum = NdArray.Zeros<float>(Length);
    private int computing;

    public int Count => count;

    public float[] Sum => sum.AsReadOnlySpan().ToArray();

    public List<int> Committed { get; } = [];

    public List<Shot> Shots { get; } = [];

    public int MostAtOnce { get; private set; }

    public Action<int>? OnCompute { get; set; }

    public Action<int>? OnCommitted { get; set; }

    public Shot Compute(int item, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        int now = Interlocked.Increment(ref computing);
        lock (Committed) MostAtOnce = Math.Max(MostAtOnce, now);
        OnCompute?.Invoke(item);
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new RunProgress("shot", 1, 2, "steps", TimeSpan.Zero, null));
        var random = new Random(item);
        var shot = new Shot([.. Enumerable.Range(0, Length).Select(_ => (float)Math.Exp(20 * random.NextDouble() - 10))]);
        lock (Shots) Shots.Add(shot);
        Interlocked.Decrement(ref computing);
        return shot;
    }

    public void Commit(int item, Shot result)
    {
        Span<float> values = sum.AsWritableSpan();
        for (int i = 0; i < Length; i++) values[i] += result.Values[i];
        Committed.Add(item);
        result.Dispose();
        OnCommitted?.Invoke(item);
    }

    public void Save(Stream stream) => new ArrayRunState().Add(sum).Save(stream);

    public void Load(Stream stream) => new ArrayRunState().Add(sum).Load(stream);

    public void Dispose() => sum.Dispose();

    internal sealed class Shot(float[] values) : IDisposable
    {
        public float[] Values { get; } = values;

        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
