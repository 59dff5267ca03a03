namespace AdjointKit.Waves;

/// <summary>One experiment: sources that fire together and the receivers that listen.</summary>
public sealed class Shot
{
    /// <summary>Makes a shot.</summary>
    /// <param name="sources">At least one source.</param>
    /// <param name="receivers">The receivers, possibly none.</param>
    /// <exception cref="ArgumentException">No source.</exception>
    public Shot(IReadOnlyList<Position> sources, IReadOnlyList<Position> receivers)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(receivers);
        if (sources.Count == 0) throw new ArgumentException("a shot needs at least one source", nameof(sources));
        Sources = sources;
        Receivers = receivers;
    }

    /// <summary>The sources, in the order of the wavelet array's source axis.</summary>
    public IReadOnlyList<Position> Sources { get; }

    /// <summary>The receivers, in the order of the data's receiver axis.</summary>
    public IReadOnlyList<Position> Receivers { get; }
}
