using AdjointKit.Arrays;

namespace AdjointKit.Loops;

/// <summary>
/// A chain of steps, seen as intervals: y[n+1] = F_n(y[n]) with its value, tangent and adjoint rules side by side. The live state, the live tangent
/// and the live adjoint belong to the step; the loop decides what of the past is kept (<see cref="Schedule"/>) and calls the rules in the right order.
/// </summary>
/// <remarks>
/// The record of step n is what the adjoint rule of step n needs of the forward run, often smaller than the state. A step whose adjoint needs nothing
/// (a linear step with constant coefficients) has records of 0 bytes. Advancing the same interval again must give the same bits.
/// </remarks>
public abstract class LoopStep
{
    /// <summary>The number of arrays in the live state.</summary>
    public abstract int StateCount { get; }

    /// <summary>The bytes of one step's record.</summary>
    public abstract long RecordBytes { get; }

    /// <summary>The live state's array number <paramref name="index"/> as it stands now. A step may exchange its buffers while it advances; sizes never change.</summary>
    public abstract RawArray State(int index);

    /// <summary>Puts the live state to y[0].</summary>
    public abstract void Initialize();

    /// <summary>The value rule: takes the live state from y[from] to y[to], and writes the record of each step that <paramref name="records"/> holds.</summary>
    public abstract void Advance(long from, long to, RecordWindow records);

    /// <summary>Puts the live adjoint to the sensitivity of y[last], and clears what the sweep accumulates.</summary>
    public abstract void InitializeAdjoint();

    /// <summary>
    /// The adjoint rule: takes the live adjoint from the sensitivity of y[to] back to that of y[from], last step first, reading the record of each
    /// step from <paramref name="records"/>, and accumulates the sensitivities of the parameters.
    /// </summary>
    public abstract void AdvanceAdjoint(long from, long to, RecordWindow records);

    /// <summary>
    /// Begins a window of a truncated sweep (<see cref="Schedule.Truncated"/>): the losses of the steps before <paramref name="lossFrom"/> do not count until the next call, and
    /// the live adjoint is zero unless this is the last window of the loop, the first that is swept.
    /// </summary>
    public virtual void CutAdjoint(long lossFrom, bool last) => throw new NotSupportedException($"{GetType().Name} has no rule for windows of a truncated sweep: override CutAdjoint, or choose another schedule.");

    /// <summary>Whether the step holds its records itself: a window then only says which steps to record, and has no memory.</summary>
    internal virtual bool KeepsRecords => false;

    /// <summary>The bytes of the records that the step holds itself now, that of a step which is not recorded included.</summary>
    internal virtual long HeldBytes => 0;

    /// <summary>The bytes that the step keeps for records to come, at most.</summary>
    internal virtual long SpareBytes => 0;

    /// <summary>The bytes of the largest record up to now; of steps that were not recorded what is known of theirs, at least.</summary>
    internal virtual long LargestRecord => RecordBytes;

    /// <summary>A number that tells live states apart; none where it does not cost little next to a few steps.</summary>
    internal virtual int? Fingerprint() => null;

    /// <summary>Announces a row of steps to be recorded together, those from <paramref name="from"/> to <paramref name="to"/>.</summary>
    internal virtual void ExpectRecords(long from, long to)
    {
    }

    /// <summary>Gives back what it keeps for records to come.</summary>
    internal virtual void TrimSpare()
    {
    }

    /// <summary>
    /// As <see cref="Advance"/> with a window for all steps; a step that holds its records itself stops where they take more than <paramref name="room"/> bytes, or the next one
    /// may. Returns the number of the step it has come to.
    /// </summary>
    internal virtual long Record(long from, long to, RecordWindow records, long room)
    {
        Advance(from, to, records);
        return to;
    }

    /// <summary>Puts the live tangent to the tangent of y[0].</summary>
    public virtual void InitializeTangent() => throw new NotSupportedException($"{GetType().Name} has no tangent rule.");

    /// <summary>The tangent rule: takes live state and live tangent together from step <paramref name="from"/> to step <paramref name="to"/>.</summary>
    public virtual void AdvanceTangent(long from, long to) => throw new NotSupportedException($"{GetType().Name} has no tangent rule.");
}
