namespace AdjointKit.Runs;

/// <summary>Why the state of an earlier run cannot be used.</summary>
public enum RunStateProblem
{
    /// <summary>State is there and was not asked for.</summary>
    Exists,

    /// <summary>Another process is at work on it.</summary>
    Locked,

    /// <summary>It belongs to other inputs or parameters.</summary>
    Changed,

    /// <summary>It cannot be read.</summary>
    Damaged,
}

/// <summary>The state of an interrupted run does not allow what was asked.</summary>
public sealed class RunStateException : ArgumentException
{
    internal RunStateException(RunStateProblem problem, string message, Exception? inner = null)
        : base(message, inner)
    {
        Problem = problem;
    }

    /// <summary>What is wrong.</summary>
    public RunStateProblem Problem { get; }
}
