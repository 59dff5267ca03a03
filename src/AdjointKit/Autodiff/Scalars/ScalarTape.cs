using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>
/// Records what scalar programs do with <see cref="Active{T}"/> numbers and sweeps back over it. The records lie in one block of native memory; a program that runs
/// again on a reset tape allocates nothing. A tape belongs to one thread at a time; independent tapes may run on several threads, and on one thread too.
/// </summary>
/// <example>
/// <code>
/// using var tape = new ScalarTape&lt;double&gt;();
/// Active&lt;double&gt; x = tape.Input(1), y = tape.Input(2);
/// Active&lt;double&gt; z = Active&lt;double&gt;.Log(x + Active&lt;double&gt;.Exp(y / x));
/// tape.Backward(z);
/// double slope = tape.Adjoint(x);
/// </code>
/// </example>
/// <typeparam name="T">The type of the numbers.</typeparam>
public sealed unsafe partial class ScalarTape<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The most bytes of a tape that is made without saying how many: 1 GiB, of which only what is used is ever touched.</summary>
    public const long DefaultBytes = 1L << 30;

    private readonly NativeBlock<Record<T>> records;
    private readonly NativeBlock<T> adjoints = new();
    private readonly NativeBlock<Active<T>> inputs = new();
    private readonly TapeSlot* slot;
    private int sweptCount;
    private int sweptLanes;
    private bool disposed;

    /// <summary>Makes an empty tape.</summary>
    /// <param name="bytes">The most bytes that the records and one adjoint of each may take. The address space is taken at once, the memory as it is used.</param>
    /// <exception cref="OutOfMemoryException">The address space cannot be had.</exception>
    public ScalarTape(long bytes = DefaultBytes)
    {
        long capacity = Math.Min(int.MaxValue, bytes / (sizeof(Record<T>) + sizeof(T)));
        if (capacity < 2) throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"a tape takes {sizeof(Record<T>) + sizeof(T)} bytes a record and at least two records");
        records = new NativeBlock<Record<T>>();
        records.Reserve(capacity);
        slot = TapeSlot.Rent();
        slot->Records = records.Pointer;
        slot->Capacity = (int)capacity;
        Clear();
    }

    /// <summary>Gives slot and memory back of a tape that was forgotten.</summary>
    ~ScalarTape() => Release();

    /// <summary>The number of records, those of the inputs included.</summary>
    public int Count => Slot->Count - 1;

    /// <summary>The bytes of records and adjoints in use.</summary>
    public long Bytes => ((long)Slot->Count * sizeof(Record<T>)) + adjoints.UsedBytes;

    private TapeSlot* Slot => disposed ? throw new ObjectDisposedException(nameof(ScalarTape<>)) : slot;

    /// <summary>A number to differentiate with respect to.</summary>
    /// <param name="value">The number.</param>
    public Active<T> Input(T value) => new(value, T.One, Append(default));

    /// <summary>Numbers to differentiate with respect to. They lie in the tape's memory, up to the next call or reset.</summary>
    /// <param name="values">The numbers.</param>
    public ReadOnlySpan<Active<T>> Inputs(ReadOnlySpan<T> values)
    {
        TapeSlot* own = Slot;
        int first = own->Count;
        if (values.Length > own->Capacity - first) throw Full(own);
        inputs.Reserve(values.Length);
        new Span<Record<T>>(records.Pointer + first, values.Length).Clear();
        for (int k = 0; k < values.Length; k++) inputs.Pointer[k] = new Active<T>(values[k], T.One, own->Tag | (uint)(first + k));
        own->Count = first + values.Length;
        return new ReadOnlySpan<Active<T>>(inputs.Pointer, values.Length);
    }

    /// <summary>Gives a value a record of its own, so that <see cref="Adjoint(Active{T}, int)"/> can be asked for its sensitivity. Go on with what is returned.</summary>
    /// <param name="x">A value.</param>
    public Active<T> Mark(Active<T> x)
    {
        Require(x);
        return x.IsConstant ? Input(x.Value) : new(x.Value, T.One, Append(new Record<T> { A = x.Partial, IndexA = (int)x.Key, IndexB = (int)x.Key }));
    }

    /// <summary>Forgets all records; values made before are stale. The memory is kept.</summary>
    public void Reset()
    {
        TapeSlot.Renew(Slot);
        Clear();
    }

    /// <summary>Gives the memory back; values made on this tape are stale.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Release();
    }

    /// <summary>The record of an operator on two different values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Write(T a, long keyA, T b, long keyB)
    {
        TapeSlot* at = TapeSlot.Of(keyA);
        long tag = at->Tag;
        int index = at->Count;

        // Nothing here may call a method that returns: around a call all values in registers would go through memory, which costs more than the record.
        if (((keyA ^ tag) | (keyB ^ tag)) >>> 32 != 0 || index == at->Capacity) Refuse(keyA, keyB);
        Record<T>* record = (Record<T>*)at->Records + index;
        record->A = a;
        record->B = b;
        record->IndexA = (int)keyA;
        record->IndexB = (int)keyB;
        at->Count = index + 1;
        return tag | (uint)index;
    }

    private static void Refuse(long keyA, long keyB) => throw Refusal(keyA, keyB);

    private static Exception Refusal(long keyA, long keyB)
    {
        TapeSlot* at = TapeSlot.Of(keyA);
        if ((keyA ^ at->Tag) >>> 32 != 0 || (keyB ^ TapeSlot.Of(keyB)->Tag) >>> 32 != 0) return Stale();
        return (keyA ^ keyB) >>> 32 != 0
            ? new InvalidOperationException("Two values of different scalar tapes meet in one operator: make both on one tape, or pass the value of one as a constant.")
            : Full(at);
    }

    private static InsufficientBudgetException Full(TapeSlot* at)
    {
        long bytes = (long)at->Capacity * (sizeof(Record<T>) + sizeof(T));
        return new InsufficientBudgetException("the next record of a scalar tape", 2 * bytes, 0, bytes);
    }

    private static ObjectDisposedException Stale() => new(nameof(Active<>), "This value is stale: its tape was closed or reset since it was made.");

    private long Append(Record<T> record)
    {
        TapeSlot* own = Slot;
        return Write(record.A, own->Tag | (uint)record.IndexA, record.B, own->Tag | (uint)record.IndexB);
    }

    private void Require(Active<T> x)
    {
        if (!x.IsConstant && (x.Key ^ Slot->Tag) >>> 32 != 0)
            throw (x.Key ^ TapeSlot.Of(x.Key)->Tag) >>> 32 != 0 ? Stale() : new InvalidOperationException("This value belongs to another scalar tape.");
    }

    private void Clear()
    {
        slot->Count = 1;
        records.Pointer[0] = default;
        (sweptCount, sweptLanes) = (0, 0);
    }

    private void Release()
    {
        if (disposed) return;
        disposed = true;
        if (slot is not null) TapeSlot.Return(slot);
        records?.Dispose();
        adjoints.Dispose();
        inputs.Dispose();
        jacobian.Dispose();
    }
}
