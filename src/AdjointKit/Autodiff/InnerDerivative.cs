namespace AdjointKit.Autodiff;

/// <summary>
/// Derivatives of a function within the rule of an op: on a tape of their own where the sweep is not recorded, so that nothing of the function is kept; on the tape of the sweep,
/// to be differentiated again, where it is.
/// </summary>
internal static class InnerDerivative
{
    /// <summary>dy = f'(x) dx.</summary>
    /// <param name="tape">The tape of the sweep.</param>
    /// <param name="body">The function.</param>
    /// <param name="inputs">x.</param>
    /// <param name="tangents">dx; none where an input does not change. One of them at least is there.</param>
    internal static Var Push(Tape tape, Func<IReadOnlyList<Var>, Var> body, IReadOnlyList<Var> inputs, IReadOnlyList<Var> tangents)
    {
        int[] given = [.. Enumerable.Range(0, inputs.Count).Where(k => !tangents[k].IsNone)];
        if (tape.IsRecording)
        {
            Var[] again = CopiesOf(tape, inputs, k => !tangents[k].IsNone);
            return tape.WithinSweep(() =>
            {
                int first = tape.Count;
                Var y = body(again);
                return [tape.PushForward(y, [.. given.Select(k => again[k])], [.. given.Select(k => tangents[k])], record: true, first)];
            })[0];
        }

        using var inner = new Tape(tape.Compute) { KeepsNaN = tape.KeepsNaN, IsInner = true };
        Var[] copies = [.. inputs.Select((input, k) => inner.AddNode(input.Value, owned: false, active: !tangents[k].IsNone))];
        Var result = body(copies);
        Var change = inner.PushForward(result, [.. given.Select(k => copies[k])], [.. given.Select(k => inner.AddNode(tangents[k].Value, owned: false, active: false))], record: false);
        return tape.AdoptCopy(change.Value);
    }

    /// <summary>xbar = f'(x)^H ybar for the inputs that are asked for; none for the others.</summary>
    /// <param name="tape">The tape of the sweep.</param>
    /// <param name="body">The function.</param>
    /// <param name="inputs">x.</param>
    /// <param name="cotangent">ybar.</param>
    /// <param name="wanted">Which inputs are asked for.</param>
    internal static Var[] Pull(Tape tape, Func<IReadOnlyList<Var>, Var> body, IReadOnlyList<Var> inputs, Var cotangent, Func<int, bool> wanted)
    {
        int[] asked = [.. Enumerable.Range(0, inputs.Count).Where(wanted)];
        var pulled = new Var[inputs.Count];
        var found = new Var[asked.Length];
        if (tape.IsRecording)
        {
            Var[] again = CopiesOf(tape, inputs, wanted);
            found = tape.WithinSweep(() =>
            {
                int first = tape.Count;
                Var y = body(again);
                tape.Gradients(y, cotangent, [.. asked.Select(k => again[k])], found, record: true, first);
                return found;
            });
        }
        else
        {
            using var inner = new Tape(tape.Compute) { KeepsNaN = tape.KeepsNaN, IsInner = true };
            Var[] copies = [.. inputs.Select((input, k) => inner.AddNode(input.Value, owned: false, wanted(k)))];
            Var result = body(copies);
            inner.Gradients(result, inner.AddNode(cotangent.Value, owned: false, active: false), [.. asked.Select(k => copies[k])], found, record: false);
            for (int i = 0; i < found.Length; i++) found[i] = tape.AdoptCopy(found[i].Value);
        }

        for (int i = 0; i < asked.Length; i++) pulled[asked[i]] = found[i];
        return pulled;
    }

    private static Var[] CopiesOf(Tape tape, IReadOnlyList<Var> inputs, Func<int, bool> fresh) => [.. inputs.Select((input, k) => fresh(k) ? tape.FreshCopy(input) : input)];
}
