using AdjointKit.Arrays;

namespace AdjointKit.Loops;

/// <summary>The memory for the records of consecutive steps [First, First + Count): one piece per step.</summary>
public readonly ref struct RecordWindow
{
    private readonly ReadOnlySpan<RawArray> pieces;

    /// <summary>Makes a window over the records of the steps from <paramref name="first"/> on.</summary>
    public RecordWindow(long first, ReadOnlySpan<RawArray> pieces)
    {
        First = first;
        this.pieces = pieces;
    }

    /// <summary>No record at all.</summary>
    public static RecordWindow None => default;

    /// <summary>The first step of the window.</summary>
    public long First { get; }

    /// <summary>The number of steps in the window.</summary>
    public int Count => pieces.Length;

    /// <summary>Whether the record of a step is (to be) kept here.</summary>
    public bool Contains(long step) => step >= First && step < First + pieces.Length;

    /// <summary>The piece of a step.</summary>
    public RawArray this[long step] => pieces[checked((int)(step - First))];
}
