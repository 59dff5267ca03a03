namespace AdjointKit.Runs;

/// <summary>How far a long computation has come: the event that every call that can take more than a second reports.</summary>
/// <param name="Activity">What is being done, as a phrase ("migrating shots").</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is to do; 0 when not known.</param>
/// <param name="Unit">What <paramref name="Done"/> counts, in the plural ("shots", "steps").</param>
/// <param name="Elapsed">The time since the start.</param>
/// <param name="Remaining">The expected time to the end, or null when it cannot be told yet.</param>
public readonly record struct RunProgress(string Activity, long Done, long Total, string Unit, TimeSpan Elapsed, TimeSpan? Remaining)
{
    private readonly double? rate;

    /// <summary>Units done per second; 0 before the first. Who knows it better than Done by Elapsed (part of a unit is done, or an earlier run did some) sets it.</summary>
    public double Rate
    {
        get => rate ?? (Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0);
        init => rate = value;
    }
}
