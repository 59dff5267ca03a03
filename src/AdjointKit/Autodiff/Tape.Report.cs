using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <content>What the tape tells of itself.</content>
public sealed partial class Tape
{
    /// <summary>What the tape holds: bytes and numbers of ops by op and, where places are kept (<see cref="TapeOptions.KeepPlaces"/>), by line of the program.</summary>
    public TapeReport Report()
    {
        var byOp = new Dictionary<string, (long Count, long Bytes)>();
        var byPlace = new Dictionary<string, (long Count, long Bytes)>();
        long bytes = 0;
        long results = 0;
        for (int entry = 0; entry < entryCount; entry++)
        {
            long held = 0;
            for (int k = 0; k < entries[entry].OutputCount; k++) held += BytesOf(entries[entry].FirstOutput + k);
            results += held;
            held += SavedBytes(entry);
            bytes += held;
            Tally(byOp, NameOf(entry), held);
            if (watch is not null) Tally(byPlace, watch.PlaceOf(entry)?.ToString() ?? "(not known)", held);
        }

        long all = 0;
        long books = (long)nodes.Length * Unsafe.SizeOf<Node>() + (long)entries.Length * Unsafe.SizeOf<Entry>() + (long)inputIds.Length * sizeof(int)
            + (long)attributesOfEntries.Length * Unsafe.SizeOf<Attributes>() + (long)pins.Length * Unsafe.SizeOf<Pin>();
        for (int id = 0; id < nodeCount; id++)
        {
            all += BytesOf(id);
            if (nodes[id].Owned) books += StorageBytes;
        }

        long pinned = pins.Take(pinCount).Select(pin => pin.Storage).Distinct().Sum(storage => (long)storage.Bytes);
        return new TapeReport(entryCount, bytes, all - results, pinned, books, Lines(byOp), Lines(byPlace));
    }

    /// <summary>The name of a recorded op.</summary>
    internal string NameOf(int entry) => entries[entry].Rule.NameOf(AttributesOf(entry));

    private long BytesOf(int id) => nodes[id].Owned ? nodes[id].Value.Storage.Bytes : 0;

    /// <summary>The bytes of what an entry saved, as far as that tells them: what a loop keeps.</summary>
    private long SavedBytes(int entry) => entries[entry].Saved is IHeldBytes saved ? saved.HeldBytes : 0;

    private static void Tally(Dictionary<string, (long Count, long Bytes)> lines, string name, long bytes)
    {
        (long count, long sum) = lines.GetValueOrDefault(name);
        lines[name] = (count + 1, sum + bytes);
    }

    private static TapeReportLine[] Lines(Dictionary<string, (long Count, long Bytes)> lines) =>
        [.. lines.Select(line => new TapeReportLine(line.Key, line.Value.Count, line.Value.Bytes)).OrderByDescending(line => line.Bytes).ThenBy(line => line.Name, StringComparer.Ordinal)];
}
