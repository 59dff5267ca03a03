using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Diagnostics;

namespace AdjointKit.Autodiff;

/// <summary>
/// Runs the rules of a tape that watches (<see cref="TapeOptions"/>): keeps where the program called each op, and looks for the first op that makes a NaN or an infinity.
/// Within a sweep only what a rule comes to is looked at: on the way there an infinite partial is no fault, since a zero sensitivity stays zero through it.
/// </summary>
internal sealed class TapeWatch(Tape tape, TapeOptions options)
{
    private readonly CallerPlaces callers = new();
    private readonly List<SourcePlace?> places = [];
    private readonly bool looksAtNumbers = options.FindNaN || options.FindInfinity;
    private readonly Dictionary<int, int> contents = [];
    private int sweeps;

    /// <summary>Where the program called a recorded op.</summary>
    internal SourcePlace? PlaceOf(int entry) => entry < places.Count ? places[entry] : null;

    /// <summary>An op's name, and where the program called it.</summary>
    internal string NameAndPlace(string op, int entry) => PlaceOf(entry) is SourcePlace place ? $"{op} at {place}" : op;

    internal void Value(Rule rule, int entry)
    {
        while (places.Count <= entry) places.Add(null);
        places[entry] = callers.Here();
        rule.Value(new RuleContext(tape, entry));
        if (sweeps > 0 || !looksAtNumbers || !AreInputsFinite(entry)) return;
        for (int k = 0; k < tape.EntryAt(entry).OutputCount; k++)
        {
            UntypedArray output = tape.ValueOf(tape.EntryAt(entry).FirstOutput + k);
            if (!IsFinite(output)) throw Found(entry, "the value of", string.Empty, $"output {k}", output);
        }
    }

    internal void Tangent(Rule rule, int entry)
    {
        bool looks = looksAtNumbers && sweeps == 0 && AreValuesFinite(entry) && AreInputsFinite(entry, node => node.Tangent);
        Sweep(() => rule.Tangent(new RuleContext(tape, entry)));
        if (!looks) return;
        for (int k = 0; k < tape.EntryAt(entry).OutputCount; k++)
        {
            int held = tape.NodeAt(tape.EntryAt(entry).FirstOutput + k).Tangent;
            if (held >= 0 && !IsFinite(tape.ValueOf(held))) throw Found(entry, "the tangent rule of", " of the forward sweep", $"tangent of output {k}", tape.ValueOf(held));
        }
    }

    internal void Adjoint(Rule rule, int entry)
    {
        bool looks = looksAtNumbers && sweeps == 0 && AreValuesFinite(entry) && AreOutputsFinite(entry, node => node.Gradient) && AreInputsFinite(entry, node => node.Gradient);
        Sweep(() => rule.Adjoint(new RuleContext(tape, entry)));
        if (!looks) return;
        for (int k = 0; k < tape.EntryAt(entry).InputCount; k++)
        {
            int held = tape.NodeAt(tape.InputIdOf(entry, k)).Gradient;
            if (held >= 0 && !IsFinite(tape.ValueOf(held))) throw Found(entry, "the adjoint rule of", " of the backward sweep", $"sensitivity of input {k}", tape.ValueOf(held));
        }
    }

    /// <summary>Takes note of what a value holds that an op needs.</summary>
    internal void Keep(int id)
    {
        if (options.CheckContents && tape.ValueOf(id).Storage.Device.IsHost) contents[id] = tape.ValueOf(id).Storage.Fingerprint();
    }

    /// <summary>Whether a value holds what it held when an op that needs it was recorded; true where nothing was noted.</summary>
    internal bool HoldsStill(int id) => !contents.TryGetValue(id, out int kept) || kept == tape.ValueOf(id).Storage.Fingerprint();

    /// <summary>Forgets what is noted of values: their tape begins anew.</summary>
    internal void Reset() => contents.Clear();

    private void Sweep(Action rule)
    {
        sweeps++;
        try
        {
            rule();
        }
        finally
        {
            sweeps--;
        }
    }

    private bool AreValuesFinite(int entry) => AreInputsFinite(entry) && AreOutputsFinite(entry);

    private bool AreInputsFinite(int entry, Func<Node, int>? holder = null)
    {
        for (int k = 0; k < tape.EntryAt(entry).InputCount; k++)
        {
            if (!IsNodeFinite(tape.InputIdOf(entry, k), holder)) return false;
        }

        return true;
    }

    private bool AreOutputsFinite(int entry, Func<Node, int>? holder = null)
    {
        for (int k = 0; k < tape.EntryAt(entry).OutputCount; k++)
        {
            if (!IsNodeFinite(tape.EntryAt(entry).FirstOutput + k, holder)) return false;
        }

        return true;
    }

    /// <summary>Whether the value of a node, or what another node holds for it, is finite; what is not there is zero.</summary>
    private bool IsNodeFinite(int id, Func<Node, int>? holder)
    {
        int held = holder is null ? id : holder(tape.NodeAt(id));
        return held < 0 || IsFinite(tape.ValueOf(held));
    }

    /// <summary>By the parts of complex numbers, whose magnitude may overflow where they do not.</summary>
    private bool IsFinite(in UntypedArray array) => array.ElementType switch
    {
        ElementType.Complex64 or ElementType.Complex128 => IsAllowed(tape.Compute.Backend.MaxAbs(array.RealParts)) && IsAllowed(tape.Compute.Backend.MaxAbs(array.ImaginaryParts)),
        ElementType.Float32 or ElementType.Float64 => IsAllowed(tape.Compute.Backend.MaxAbs(array)),
        _ => true,
    };

    private bool IsAllowed(double largest) => !(options.FindNaN && double.IsNaN(largest)) && !(options.FindInfinity && double.IsInfinity(largest));

    private NonFiniteException Found(int entry, string rule, string sweep, string what, in UntypedArray made)
    {
        string op = tape.NameOf(entry);
        ArrayStatistics statistics = Statistics(made);
        var text = new StringBuilder($"The first {(statistics.NaNs > 0 ? "NaN" : "infinity")}{sweep} comes from {rule} {NameAndPlace(op, entry)}. {Sentence(what)}: {made} {statistics}.");
        for (int k = 0; k < tape.EntryAt(entry).InputCount; k++)
        {
            UntypedArray input = tape.ValueOf(tape.InputIdOf(entry, k));
            text.Append($" Input {k}: {input} {Statistics(input)}.");
        }

        return new NonFiniteException(text.ToString(), op, PlaceOf(entry));
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private ArrayStatistics Statistics(in UntypedArray array)
    {
        if (array.Storage.Device.IsHost) return ArrayStatistics.Of(array);
        UntypedArray host = tape.Compute.Host.Backend.Allocate(array.ElementType, array.Shape, account: null);
        try
        {
            tape.Compute.Backend.CopyToHost(array, host);
            return ArrayStatistics.Of(host);
        }
        finally
        {
            host.Release();
        }
    }
}
