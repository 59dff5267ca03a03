namespace AdjointKit.Runs;

/// <summary>What a run has come to: saved now and then, and loaded when the run goes on. The same state must give the same bytes.</summary>
public interface IRunState
{
    /// <summary>Writes the state.</summary>
    void Save(Stream stream);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Load(Stream stream);
}
