namespace AdjointKit.Autodiff;

/// <content>The tape as something to read.</content>
public sealed partial class Tape
{
    /// <summary>The recorded ops in the order in which they ran: what the backward sweep goes through from the last to the first.</summary>
    public IEnumerable<TapeEntry> Entries
    {
        get
        {
            for (int entry = 0; entry < entryCount; entry++)
            {
                var inputs = new Var[entries[entry].InputCount];
                var outputs = new Var[entries[entry].OutputCount];
                for (int k = 0; k < inputs.Length; k++) inputs[k] = new Var(this, InputIdOf(entry, k));
                for (int k = 0; k < outputs.Length; k++) outputs[k] = new Var(this, entries[entry].FirstOutput + k);
                yield return new TapeEntry(entries[entry].Rule.Name, inputs, outputs);
            }
        }
    }

    /// <summary>
    /// Keeps the sensitivity of an intermediate value in the sweeps to come, so that <see cref="Gradient{T}(Var{T})"/> can be asked for it; otherwise its memory
    /// serves again as soon as the sweep has passed. Ends with <see cref="Reset"/>.
    /// </summary>
    /// <param name="value">A variable of this tape.</param>
    public void KeepGradient(Var value)
    {
        if (!value.IsUsableOn(this)) throw new ArgumentException("the variable belongs to another tape, or this tape was reset since it was made", nameof(value));
        nodes[value.Id].Wanted = true;
    }
}
