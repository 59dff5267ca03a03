using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Loops.Steps;

namespace AdjointKit.Loops.Memory;

/// <summary>
/// The snapshots of a step that holds its records itself. Each is made when it is stored and released when it is given up: what records and snapshots share is in the account
/// as they change places.
/// </summary>
internal sealed class SnapshotMemory(TapeStep step, long stride) : LoopMemory(0)
{
    private UntypedArray[] arrays = [];
    private int held;

    /// <inheritdoc/>
    internal override long Bytes => held * stride;

    public override void Dispose()
    {
        for (int slot = 0; slot < arrays.Length / step.StateCount; slot++) Free(slot * stride);
    }

    /// <inheritdoc/>
    internal override void Store(LoopStep _, long address)
    {
        int first = PlaceOf(address);
        if (first >= arrays.Length) Array.Resize(ref arrays, Math.Max(2 * arrays.Length, first + step.StateCount));
        if (arrays[first].IsDefault)
        {
            for (int k = 0; k < step.StateCount; k++) arrays[first + k] = step.NewState(k);
            held++;
        }

        for (int k = 0; k < step.StateCount; k++) step.CopyLive(k, arrays[first + k]);
    }

    /// <inheritdoc/>
    internal override void Restore(LoopStep _, long address)
    {
        int first = PlaceOf(address);
        for (int k = 0; k < step.StateCount; k++) step.SetLive(k, arrays[first + k]);
    }

    /// <inheritdoc/>
    internal override void Free(long address)
    {
        int first = PlaceOf(address);
        if (first >= arrays.Length || arrays[first].IsDefault) return;
        foreach (ref UntypedArray array in arrays.AsSpan(first, step.StateCount))
        {
            array.Release();
            array = default;
        }

        held--;
    }

    /// <inheritdoc/>
    internal override RawArray Record(long address, long bytes, bool load) => throw new UnreachableException();

    private int PlaceOf(long address) => checked((int)(address / stride) * step.StateCount);
}
