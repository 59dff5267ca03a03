namespace AdjointKit.Arrays;

/// <summary>
/// Counts the bytes of the arrays that are charged to it, against an optional limit. A computation that is given a byte budget charges all its
/// own arrays (states, snapshots, records, scratch) to one account; what the caller owns is not charged. Thread-safe.
/// </summary>
public sealed class MemoryAccount
{
    private long used;
    private long peak;

    /// <summary>Makes an account.</summary>
    /// <param name="limit">The limit in bytes, or null for none.</param>
    public MemoryAccount(long? limit = null)
    {
        if (limit is <= 0) throw new ArgumentOutOfRangeException(nameof(limit), limit, "a memory budget is positive, in bytes");
        Limit = limit;
    }

    /// <summary>The limit in bytes; null: none.</summary>
    public long? Limit { get; }

    /// <summary>Bytes charged now.</summary>
    public long Used => Interlocked.Read(ref used);

    /// <summary>The most bytes that were charged at one time.</summary>
    public long Peak => Interlocked.Read(ref peak);

    /// <summary>Bytes that can still be charged; <see cref="long.MaxValue"/> without a limit.</summary>
    public long Free => Limit is long limit ? Math.Max(0, limit - Used) : long.MaxValue;

    internal void Charge(long bytes, string purpose)
    {
        if (!TryCharge(bytes)) throw new InsufficientBudgetException(purpose, bytes, Free, Limit ?? long.MaxValue);
    }

    /// <summary>Charges bytes if they fit; the caller words the refusal, so that a charge that fits formats no text.</summary>
    internal bool TryCharge(long bytes)
    {
        long now = Interlocked.Add(ref used, bytes);
        if (Limit is long limit && now > limit)
        {
            Interlocked.Add(ref used, -bytes);
            return false;
        }

        long seen = Peak;
        while (now > seen)
        {
            long before = Interlocked.CompareExchange(ref peak, now, seen);
            if (before == seen) break;
            seen = before;
        }

        return true;
    }

    internal void Refund(long bytes) => Interlocked.Add(ref used, -bytes);
}

/// <summary>A computation does not fit its byte budget.</summary>
public sealed class InsufficientBudgetException : ArgumentException
{
    internal InsufficientBudgetException(string purpose, long asked, long free, long limit)
        : base($"The memory budget of {limit / 1e6:0.###} MB does not suffice: {purpose} needs {asked / 1e6:0.###} MB and {Math.Max(0, free) / 1e6:0.###} MB are left. Give a larger budget.")
    {
        Asked = asked;
        Limit = limit;
    }

    /// <summary>The bytes that were asked for.</summary>
    public long Asked { get; }

    /// <summary>The budget in bytes.</summary>
    public long Limit { get; }
}
