namespace AdjointKit.Waves;

/// <summary>
/// The shots of a survey. Data of a survey are arrays [shot, receiver, time] and wavelets [shot, source, time], so every shot has as many receivers, and
/// as many sources, as the first; a survey with different counts is split into several.
/// </summary>
public sealed partial class Survey
{
    /// <summary>Makes a survey.</summary>
    /// <param name="shots">At least one shot, all with the same counts of sources and receivers.</param>
    /// <exception cref="ArgumentException">No shot, or counts that differ.</exception>
    public Survey(IReadOnlyList<Shot> shots)
    {
        ArgumentNullException.ThrowIfNull(shots);
        if (shots.Count == 0) throw new ArgumentException("a survey needs at least one shot", nameof(shots));
        SourcesPerShot = shots[0].Sources.Count;
        ReceiversPerShot = shots[0].Receivers.Count;
        for (int s = 1; s < shots.Count; s++)
        {
            RequireCount(s, "receivers", shots[s].Receivers.Count, ReceiversPerShot);
            RequireCount(s, "sources", shots[s].Sources.Count, SourcesPerShot);
        }

        Shots = shots;
    }

    /// <summary>The shots, in the order of the data's first axis.</summary>
    public IReadOnlyList<Shot> Shots { get; }

    /// <summary>The number of sources of each shot.</summary>
    public int SourcesPerShot { get; }

    /// <summary>The number of receivers of each shot.</summary>
    public int ReceiversPerShot { get; }

    /// <summary>One shot per source, all heard by the same receivers.</summary>
    /// <param name="sources">The source of each shot.</param>
    /// <param name="receivers">The receivers of every shot.</param>
    public static Survey FixedSpread(IReadOnlyList<Position> sources, IReadOnlyList<Position> receivers)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var shots = new Shot[sources.Count];
        for (int s = 0; s < shots.Length; s++) shots[s] = new Shot([sources[s]], receivers);
        return new Survey(shots);
    }

    /// <summary>One shot per source between two lines of positions: <see cref="FixedSpread"/> of two <see cref="Position.Line"/>.</summary>
    /// <param name="firstSourceX">x of the first source, m.</param>
    /// <param name="lastSourceX">x of the last source, m.</param>
    /// <param name="sources">The number of sources (and shots).</param>
    /// <param name="sourceZ">The depth of the sources, m.</param>
    /// <param name="firstReceiverX">x of the first receiver, m.</param>
    /// <param name="lastReceiverX">x of the last receiver, m.</param>
    /// <param name="receivers">The number of receivers.</param>
    /// <param name="receiverZ">The depth of the receivers, m.</param>
    public static Survey Line(double firstSourceX, double lastSourceX, int sources, double sourceZ, double firstReceiverX, double lastReceiverX, int receivers, double receiverZ) =>
        FixedSpread(Position.Line(firstSourceX, lastSourceX, sources, sourceZ), Position.Line(firstReceiverX, lastReceiverX, receivers, receiverZ));

    /// <summary>Refuses a position that is not finite or lies outside the model.</summary>
    /// <param name="grid">The model's grid.</param>
    /// <exception cref="ArgumentException">Names the shot, the source or receiver, its position and the model's extent.</exception>
    public void RequireInside(Grid2D grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        for (int s = 0; s < Shots.Count; s++)
        {
            RequireInside(grid, Shots[s].Sources, "source", s);
            RequireInside(grid, Shots[s].Receivers, "receiver", s);
        }
    }

    private static void RequireInside(Grid2D grid, IReadOnlyList<Position> positions, string kind, int shot)
    {
        for (int n = 0; n < positions.Count; n++)
        {
            if (grid.Contains(positions[n])) continue;
            throw new ArgumentException($"{kind} {n} of shot {shot} at {positions[n]} m lies outside the model, which reaches from (0, 0) to ({grid.Width:G9}, {grid.Depth:G9}) m: move it, or state the origin of its coordinates");
        }
    }

    private static void RequireCount(int shot, string kind, int count, int expected)
    {
        if (count == expected) return;
        throw new ArgumentException($"shot {shot} has {count} {kind} and shot 0 has {expected}: data are one array [shot, receiver, time], so split the survey into surveys of equal counts");
    }
}
