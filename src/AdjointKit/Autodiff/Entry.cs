using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>Numbers that belong to one use of an op.</summary>
internal readonly struct Attributes
{
    internal Complex Scale { get; init; }
    internal Complex Shift { get; init; }
    internal int Axis { get; init; }
    internal nint Start { get; init; }
    internal nint Step { get; init; }
    internal Shape Shape { get; init; }
    internal MatrixForm FormA { get; init; }
    internal MatrixForm FormB { get; init; }
    internal bool LeavesOutZeros { get; init; }
    internal AxisOrder Order { get; init; }
    internal MatrixTriangle Triangle { get; init; }

    /// <summary>A linear operator or a custom op.</summary>
    internal object? Subject { get; init; }

    /// <summary>What an op without numbers of its own has. Told by its place, so that most entries keep none.</summary>
    internal static readonly Attributes None;
}

/// <summary>One line of the tape: which op took which values to which.</summary>
internal struct Entry
{
    internal Rule Rule;
    internal int FirstInput;
    internal int InputCount;
    internal int FirstOutput;
    internal int OutputCount;

    /// <summary>Where the numbers of this use are, or -1.</summary>
    internal int AttributesAt;

    /// <summary>What its tangent and adjoint read.</summary>
    internal Needs Needs;

    /// <summary>What a custom op saved; disposed with the entry.</summary>
    internal IDisposable? Saved;
}

/// <summary>One value of the tape.</summary>
internal struct Node
{
    internal UntypedArray Value;

    /// <summary>The storage's version when the value was recorded.</summary>
    internal int Version;

    /// <summary>The entry that made it, or -1: an input, a constant, or a temporary of a sweep.</summary>
    internal int Producer;

    /// <summary>The node whose storage this one shows, or -1.</summary>
    internal int ViewOf;

    /// <summary>The node that holds the sensitivity, or -1 while it is zero.</summary>
    internal int Gradient;

    /// <summary>The node that holds the tangent, or -1 while it is zero.</summary>
    internal int Tangent;

    /// <summary>The tape made the storage and releases it.</summary>
    internal bool Owned;

    /// <summary>A derivative may pass through it.</summary>
    internal bool Active;

    /// <summary>A temporary that outlives the entry whose rule made it.</summary>
    internal bool Kept;

    /// <summary>More than one holder: never written in place.</summary>
    internal bool Shared;

    /// <summary>An entry needs what it holds: its storage is pinned, once for the whole tape.</summary>
    internal bool Pinned;

    /// <summary>The sensitivity is asked for and survives the sweep.</summary>
    internal bool Wanted;
}
