using System.Runtime.CompilerServices;
using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <content>
/// Batches: within <see cref="Batch.Map"/> a variable hides axes in front, one for each map that is under way, of the length of its batch or of length 1 where all members
/// share the value. What is recorded are ops on whole arrays, so that sweeps know nothing of batches.
/// </content>
public sealed partial class Tape
{
    private readonly List<nint> batches = [];

    /// <summary>The number of maps that are under way.</summary>
    internal int BatchDepth => batches.Count;

    /// <summary>Begins a map over so many members.</summary>
    internal void BeginBatch(nint members)
    {
        if (batches.Count == Shape.MaxRank) throw new NotSupportedException($"Batch.Map nests {Shape.MaxRank} deep at most.");
        batches.Add(members);
    }

    /// <summary>Ends the innermost map.</summary>
    internal void EndBatch()
    {
        if (batches.Count > 0) batches.RemoveAt(batches.Count - 1);
    }

    /// <summary>The variable as all its axes show it, with so many axes in front for the maps: those that it does not have yet have length 1.</summary>
    internal Var Unhidden(Var x, int axes)
    {
        int hidden = x.HiddenAxes;
        Var whole = x.Hiding(0);
        if (hidden == axes) return whole;
        Shape shape = whole.Shape;
        if (shape.Rank + axes - hidden > Shape.MaxRank) throw new ArgumentException($"Batch.Map adds {axes} axes to a value of shape {x.Shape}: an array has at most {Shape.MaxRank}");
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        shape.Lengths[..hidden].CopyTo(lengths);
        lengths[hidden..axes].Fill(1);
        shape.Lengths[hidden..].CopyTo(lengths[axes..]);
        return UntypedOps.Reshape(whole, new Shape(lengths[..(shape.Rank + axes - hidden)]));
    }

    /// <summary>The variable with all axes of the maps in front, each as long as its batch, as all its axes show it.</summary>
    internal Var EachMember(Var x)
    {
        Var whole = Unhidden(x, BatchDepth);
        Span<nint> lengths = stackalloc nint[Shape.MaxRank];
        whole.Shape.Lengths.CopyTo(lengths);
        for (int axis = 0; axis < BatchDepth; axis++) lengths[axis] = batches[axis];
        return UntypedOps.BroadcastTo(whole, new Shape(lengths[..whole.Shape.Rank]));
    }

    /// <summary>As <see cref="FreshCopy"/>, within a map one for each member, also of a value that they share: the derivative with respect to it is one for each member.</summary>
    internal Var FreshMembers(Var x) => BatchDepth == 0 ? FreshCopy(x) : FreshCopy(EachMember(x)).Hiding(BatchDepth);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Var ApplyBatched(Rule rule, in Attributes attributes, ReadOnlySpan<Var> inputs)
    {
        Span<Var> output = [default];
        ApplyBatched(rule, attributes, inputs, output);
        return output[0];
    }

    private void ApplyBatched(Rule rule, in Attributes attributes, ReadOnlySpan<Var> inputs, Span<Var> outputs)
    {
        int hidden = 0;
        foreach (Var input in inputs) hidden = Math.Max(hidden, input.HiddenAxes);
        var whole = new Var[inputs.Length];
        for (int k = 0; k < whole.Length; k++) whole[k] = Unhidden(inputs[k], hidden);
        rule.Batch(new BatchedInputs(this, rule, attributes, whole, hidden), outputs);
        for (int k = 0; k < outputs.Length; k++) outputs[k] = outputs[k].Hiding(hidden);
    }
}
