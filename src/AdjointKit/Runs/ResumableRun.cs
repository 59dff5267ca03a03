using System.Diagnostics;

namespace AdjointKit.Runs;

/// <summary>
/// A run that can be killed at any moment and go on later with the same bits. Its state lies in a folder beside the output, is saved about once per
/// second, and is removed by <see cref="Complete"/>.
/// </summary>
public sealed class ResumableRun : IDisposable
{
    private readonly RunFolder folder;
    private long lastSave = Stopwatch.GetTimestamp();
    private TimeSpan lastDuration;
    private bool hasState;
    private bool ended;

    private ResumableRun(RunFolder folder, bool hasState)
    {
        this.folder = folder;
        this.hasState = hasState;
        Resumed = hasState;
    }

    /// <summary>The folder of the state.</summary>
    public string Folder => folder.Path;

    /// <summary>Whether this goes on with an earlier run. Asked to resume and false: there was nothing, it starts anew, and the user should be told.</summary>
    public bool Resumed { get; }

    /// <summary>The least time between two saves; 1 s unless set.</summary>
    public TimeSpan SaveInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The share of the time that saving may cost: a state that takes long to write is written less often. 0.1 unless set.</summary>
    public double SavingShare { get; set; } = 0.1;

    /// <summary>The number of work items in the state that was saved last.</summary>
    public long Saved { get; private set; }

    /// <summary>The state's folder of an output: its path with ".run" for the ending.</summary>
    public static string FolderOf(string output) => Path.ChangeExtension(output, ".run");

    /// <summary>Begins a run, or goes on with it.</summary>
    /// <param name="folder">Where the state lies; see <see cref="FolderOf"/>.</param>
    /// <param name="manifest">What is asked.</param>
    /// <param name="resume">Whether to go on with state that is there.</param>
    /// <exception cref="RunStateException">State is there and <paramref name="resume"/> is false; it is damaged or belongs to something else; or another run has it.</exception>
    public static ResumableRun Start(string folder, RunManifest manifest, bool resume = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(manifest);
        RunFolder taken = RunFolder.Take(folder);
        try
        {
            // A run that died before its first save has left a manifest and nothing to go on with.
            if (!taken.HasState || !taken.HasManifest)
            {
                taken.Clear();
                taken.WriteManifest(manifest);
            }
            else if (!resume)
            {
                throw new RunStateException(RunStateProblem.Exists, $"The state of an interrupted run lies in {folder}: go on with it by --resume, or delete it.");
            }
            else
            {
                Compare(taken.ReadManifest(), manifest, folder);
            }

            return new ResumableRun(taken, taken.HasState);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Loads the saved state, and tells how many items are in it; 0: none was saved, nothing was loaded.</summary>
    /// <exception cref="RunStateException">It is damaged.</exception>
    public long Load(IRunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Saved = folder.ReadState(state);
        return Saved;
    }

    /// <summary>Saves the state now.</summary>
    /// <param name="done">The number of items in it.</param>
    /// <param name="state">The state.</param>
    public void Save(long done, IRunState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long began = Stopwatch.GetTimestamp();
        folder.WriteState(done, state);
        lastSave = Stopwatch.GetTimestamp();
        lastDuration = Stopwatch.GetElapsedTime(began, lastSave);
        Saved = done;
        hasState = true;
    }

    /// <summary>Saves the state if the last save is long enough ago.</summary>
    /// <param name="done">The number of items in it.</param>
    /// <param name="state">The state.</param>
    /// <returns>Whether it was saved.</returns>
    public bool SaveWhenDue(long done, IRunState state)
    {
        TimeSpan since = Stopwatch.GetElapsedTime(lastSave);
        if (since < SaveInterval || since < lastDuration / SavingShare) return false;
        Save(done, state);
        return true;
    }

    /// <summary>The result is written: removes the state.</summary>
    public void Complete()
    {
        if (ended) return;
        ended = true;
        folder.Remove();
    }

    /// <summary>Ends this process's hold. State that was saved stays for a later run; where nothing was, the folder goes.</summary>
    public void Dispose()
    {
        if (ended) return;
        ended = true;
        if (hasState) folder.Dispose();
        else folder.Remove();
    }

    private static void Compare(RunManifest earlier, RunManifest now, string folder)
    {
        List<string> differences = earlier.DifferencesTo(now);
        if (differences.Count == 0) return;
        throw new RunStateException(RunStateProblem.Changed, $"The interrupted run in {folder} cannot go on, because something has changed since: {string.Join(", ", differences)}. Restore it, or delete the folder and start anew.");
    }
}
