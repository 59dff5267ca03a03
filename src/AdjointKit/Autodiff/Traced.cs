using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>
/// A function of several inputs of any element types that has run once on a tape, with the sweeps over it: what the transforms of pairs, lists and records share.
/// At arrays the sweeps leave nothing behind; at variables of a program they are recorded and can be differentiated again.
/// </summary>
internal sealed class Traced
{
    private readonly Tape tape;
    private readonly Var[] whole;
    private readonly int hidden;
    private readonly int first;
    private readonly bool records;

    private Traced(Tape tape, Func<Var[], Var> f, Var[] inputs, bool records)
    {
        this.tape = tape;
        this.records = records;
        whole = [.. inputs.Select(input => input.Hiding(0))];
        hidden = tape.BatchDepth;
        first = records ? tape.Count : 0;
        Output = f(inputs);
    }

    /// <summary>Runs f at arrays.</summary>
    internal static Traced On(Tape tape, Func<Var[], Var> f, params ReadOnlySpan<UntypedArray> at)
    {
        var inputs = new Var[at.Length];
        for (int k = 0; k < inputs.Length; k++) inputs[k] = tape.AddNode(at[k], owned: false, active: true);
        return new Traced(tape, f, inputs, records: false);
    }

    /// <summary>Runs f at variables of a program; other variables that it uses are held fixed.</summary>
    internal static Traced Within(Tape tape, Func<Var[], Var> f, params Var[] at) => new(tape, f, [.. at.Select(tape.FreshMembers)], records: true);

    /// <summary>The inputs as all their axes show them.</summary>
    internal Var[] Inputs => whole;

    /// <summary>The result of f.</summary>
    internal Var Output { get; }

    /// <summary>What a cotangent of the result pulls back to each input.</summary>
    internal Var[] Pull(Var cotangent)
    {
        if (cotangent.Shape != Output.Shape) throw new ArgumentException($"a cotangent of shape {cotangent.Shape} does not fit an output of shape {Output.Shape}", nameof(cotangent));
        return Pull(tape.EachMember(Output), tape.EachMember(cotangent), records);
    }

    /// <summary>The gradients of a result that is a real number.</summary>
    internal Var[] Gradients() => Pull(Output.Hiding(0), tape.OneLike(Output), records);

    /// <summary>The gradients of a result that is a real number, recorded also at arrays, for second derivatives.</summary>
    internal Var[] RecordedGradients() => Pull(Output.Hiding(0), tape.OneLike(Output), record: true);

    /// <summary>The change of the result, each member of a map having one, along a direction of one input.</summary>
    internal Var PushOne(int input, Var direction) =>
        tape.PushForward(tape.EachMember(Output), [whole[input]], [tape.EachMember(direction)], records, first).Hiding(hidden);

    /// <summary>The change of the result along one direction for each input.</summary>
    internal Var Push(Var[] directions) => Push([Output], directions)[0];

    /// <summary>The change of each of several variables that were made since along one direction for each input.</summary>
    internal Var[] Push(Var[] outputs, Var[] directions)
    {
        RequireFit(directions);
        Var[] physical = [.. outputs.Select(output => output.Hiding(0))];
        var changes = new Var[outputs.Length];
        tape.PushForward(physical, whole, [.. directions.Select(tape.EachMember)], changes, records, first);
        for (int k = 0; k < changes.Length; k++) changes[k] = changes[k].Hiding(outputs[k].HiddenAxes);
        return changes;
    }

    /// <summary>The Hessian of a result that is a real number, over all inputs, times one direction for each.</summary>
    /// <param name="gradients">What <see cref="RecordedGradients"/> gave.</param>
    /// <param name="directions">The directions.</param>
    /// <param name="mode">Which mode goes over the gradients.</param>
    internal Var[] HessianTimes(Var[] gradients, Var[] directions, HvpMode mode)
    {
        if (mode == HvpMode.ForwardOverReverse) return Push(gradients, directions);
        RequireFit(directions);
        if (gradients.Length == 0) return [];
        Var slope = default;
        for (int k = 0; k < gradients.Length; k++)
        {
            Var part = UntypedOps.Real(UntypedOps.InnerProduct(gradients[k], directions[k]));
            if (gradients.Any(gradient => ElementTypes.RealOf(gradient.ElementType) == ElementType.Float64) && part.ElementType != ElementType.Float64) part = UntypedOps.ConvertPrecision(part);
            slope = UntypedOps.Add(slope, part);
        }

        return Pull(slope.Hiding(0), tape.OneLike(slope), records);
    }

    private Var[] Pull(Var output, Var cotangent, bool record)
    {
        var pulled = new Var[whole.Length];
        tape.Gradients(output, cotangent, whole, pulled, record, first);
        for (int k = 0; k < pulled.Length; k++) pulled[k] = pulled[k].Hiding(hidden);
        return pulled;
    }

    private void RequireFit(Var[] directions)
    {
        if (directions.Length != whole.Length) throw new ArgumentException($"{directions.Length} directions do not fit {whole.Length} inputs: one for each", nameof(directions));
        for (int k = 0; k < directions.Length; k++)
        {
            var shape = new Shape(whole[k].Shape.Lengths[hidden..]);
            if (directions[k].Shape != shape) throw new ArgumentException($"direction {k} of shape {directions[k].Shape} does not fit input {k} of shape {shape}", nameof(directions));
        }
    }
}
