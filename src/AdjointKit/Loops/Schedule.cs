namespace AdjointKit.Loops;

/// <summary>What of the past a loop keeps: the choice between memory and recomputation.</summary>
public abstract record Schedule
{
    private protected Schedule()
    {
    }
}
