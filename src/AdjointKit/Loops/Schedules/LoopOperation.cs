namespace AdjointKit.Loops.Schedules;

/// <summary>What a plan tells the loop to do next.</summary>
internal enum LoopOperationKind
{
    /// <summary>Puts the live state to y[0].</summary>
    Initialize,

    /// <summary>Copies the live state into memory.</summary>
    Store,

    /// <summary>Copies a snapshot back.</summary>
    Restore,

    /// <summary>Runs steps and keeps nothing of them.</summary>
    Advance,

    /// <summary>Runs steps and keeps their records.</summary>
    Record,

    /// <summary>Runs the adjoint rule over steps whose records are there.</summary>
    Reverse,

    /// <summary>Begins a window of a truncated sweep: only the losses of the steps [From, To) count.</summary>
    Cut,
}

/// <summary>One operation of a plan: the steps [From, To) and the place in the loop's memory of the snapshot or of the first record.</summary>
internal readonly record struct LoopOperation(LoopOperationKind Kind, long From, long To, long Address);
