namespace AdjointKit.Autodiff;

/// <summary>
/// What a tape watches for its user. Everything is off by default and costs nothing then. Given to a computation with <see cref="Devices.Compute.With"/>, so that tapes and
/// transforms alike, and what they run inside, take note of it.
/// </summary>
/// <example><code>
/// Gradient.Of(f, x, compute.With(new TapeOptions { FindNaN = true }));
/// </code></example>
public sealed record TapeOptions
{
    /// <summary>All off.</summary>
    public static TapeOptions Default { get; } = new();

    /// <summary>
    /// Whether the first op whose value, and the first rule whose tangent or sensitivity, is NaN where nothing that it came from is, ends the run with a <see cref="NonFiniteException"/>
    /// that tells its operands, and the caller's file and line. Each op then costs a few reductions and a look at the stack.
    /// </summary>
    public bool FindNaN { get; init; }

    /// <summary>As <see cref="FindNaN"/>, of infinities.</summary>
    public bool FindInfinity { get; init; }

    /// <summary>Whether the caller's file and line are kept with each recorded op, for messages and <see cref="Tape.Report"/>. The finders keep them too.</summary>
    public bool KeepPlaces { get; init; }

    /// <summary>
    /// Whether sweeps look at the contents of the arrays in host memory that recorded ops need, and not at their versions alone: a write through a span that was kept from before the array went
    /// onto the tape leaves no other trace. The lines are kept too.
    /// </summary>
    public bool CheckContents { get; init; }

    internal bool WatchesNothing => !FindNaN && !FindInfinity && !KeepPlaces && !CheckContents;
}
