using System.Runtime.InteropServices;

namespace AdjointKit.Autodiff;

/// <summary>
/// Where an operator finds a tape: one cache line of a table that never moves. The upper half of the key of a value holds the number of the slot (12 bits) and how
/// often it was used before (20 bits); when the tape is reset or closed the tag changes, and values that still carry the old one are refused.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal unsafe struct TapeSlot
{
    internal const int Bytes = 64;
    internal const int Slots = 1 << SlotBits;

    private const int SlotBits = 12;
    private const int ShiftToOffset = 32 - 6;
    private const long OffsetMask = (Slots - 1) * Bytes;

    /// <summary>The records.</summary>
    internal void* Records;

    /// <summary>The upper half of the keys of this tape's values; 0 while no tape uses the slot.</summary>
    internal long Tag;

    /// <summary>The number of records; record 0 is a sink that belongs to no value.</summary>
    internal int Count;

    /// <summary>The most records.</summary>
    internal int Capacity;

    private static readonly TapeSlot* table = Make();

    // Slots go round, so that a tag comes back as late as possible. Slot 0 is never used: its tag would be that of a constant.
    private static readonly Queue<int> idle = new(Enumerable.Range(1, Slots - 1));
    private static readonly int[] uses = new int[Slots];

    /// <summary>The slot of a key.</summary>
    internal static TapeSlot* Of(long key) => (TapeSlot*)((byte*)table + ((key >> ShiftToOffset) & OffsetMask));

    /// <summary>Takes a slot that no tape uses.</summary>
    internal static TapeSlot* Rent()
    {
        lock (idle)
        {
            if (!idle.TryDequeue(out int number)) throw new InvalidOperationException($"{Slots - 1} scalar tapes are open, more than can be at one time: dispose those that are no longer used.");
            Renew(table + number);
            return table + number;
        }
    }

    /// <summary>Gives a slot another tag: values made before are stale.</summary>
    internal static void Renew(TapeSlot* slot)
    {
        int number = (int)(slot - table);
        slot->Tag = (long)((uint)uses[number]++ << SlotBits | (uint)number) << 32;
    }

    /// <summary>Gives a slot back.</summary>
    internal static void Return(TapeSlot* slot)
    {
        lock (idle)
        {
            *slot = default;
            idle.Enqueue((int)(slot - table));
        }
    }

    private static TapeSlot* Make()
    {
        nuint bytes = Slots * Bytes;
        void* memory = NativeMemory.AlignedAlloc(bytes, Bytes);
        NativeMemory.Clear(memory, bytes);
        return (TapeSlot*)memory;
    }
}
