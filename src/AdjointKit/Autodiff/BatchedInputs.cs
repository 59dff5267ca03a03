using AdjointKit.Arrays;

namespace AdjointKit.Autodiff;

/// <summary>
/// An op within <see cref="Autodiff.Batch.Map"/>: its inputs as all their axes show them. Each has the hidden axes in front, of the length of the batch, or 1 where its members
/// share the value. The outputs are to have them too.
/// </summary>
internal readonly ref struct BatchedInputs
{
    private readonly Tape tape;
    private readonly Rule rule;
    private readonly ReadOnlySpan<Var> inputs;

    internal BatchedInputs(Tape tape, Rule rule, in Attributes attributes, ReadOnlySpan<Var> inputs, int hidden)
    {
        this.tape = tape;
        this.rule = rule;
        this.inputs = inputs;
        Attributes = attributes;
        Hidden = hidden;
    }

    /// <summary>The op's attributes, as for one member.</summary>
    internal Attributes Attributes { get; }

    /// <summary>The number of hidden axes.</summary>
    internal int Hidden { get; }

    internal Tape Tape => tape;

    internal Var this[int index] => inputs[index];

    /// <summary>The shape of one member of an input.</summary>
    internal Shape MemberShape(int index) => new(inputs[index].Shape.Lengths[Hidden..]);

    /// <summary>The hidden axes of one input followed by a member's shape.</summary>
    internal Shape WithHidden(int index, in Shape member) => new([.. inputs[index].Shape.Lengths[..Hidden], .. member.Lengths]);

    /// <summary>The number of inputs.</summary>
    internal int Count => inputs.Length;

    /// <summary>Whether all members share the value of an input.</summary>
    internal bool IsShared(int index)
    {
        foreach (nint length in inputs[index].Shape.Lengths[..Hidden])
        {
            if (length != 1) return false;
        }

        return true;
    }

    /// <summary>An input that all members share, without the hidden axes.</summary>
    internal Var Shared(int index) => UntypedOps.Reshape(inputs[index], MemberShape(index));

    /// <summary>An input with the hidden axes and a member's first one as one axis.</summary>
    internal Var Merged(int index)
    {
        ReadOnlySpan<nint> lengths = inputs[index].Shape.Lengths;
        nint merged = 1;
        foreach (nint length in lengths[..(Hidden + 1)]) merged *= length;
        return UntypedOps.Reshape(inputs[index], new Shape([merged, .. lengths[(Hidden + 1)..]]));
    }

    /// <summary>The op with other attributes on the whole inputs, one output.</summary>
    internal Var Apply(in Attributes attributes) => tape.Apply(rule, attributes, inputs);

    /// <summary>The op with its own attributes on the whole inputs: for ops on the last axes that take any number of axes in front.</summary>
    internal void OnLastAxes(Span<Var> outputs)
    {
        foreach (Var input in inputs)
        {
            if (input.Shape.Rank == inputs[0].Shape.Rank) continue;
            OneByOne(outputs);
            return;
        }

        tape.Apply(rule, Attributes, Broadcast(), outputs);
    }

    /// <summary>The op on the whole inputs with its axis counted after the hidden ones.</summary>
    internal void AlongAxis(Span<Var> outputs) => tape.Apply(rule, Attributes with { Axis = Attributes.Axis + Hidden }, Broadcast(), outputs);

    /// <summary>A reduction to the shape in its attributes, of which axes may be missing in front.</summary>
    internal void Reduced(Span<Var> outputs)
    {
        Shape reduced = Attributes.Shape;
        Shape target = MemberShape(0);
        int missing = target.Rank - reduced.Rank;
        for (int axis = 0; axis < target.Rank; axis++) target = target.With(axis, axis < missing ? 1 : reduced[axis - missing]);
        outputs[0] = UntypedOps.Reshape(Apply(Attributes with { Shape = WithHidden(0, target) }), WithHidden(0, reduced));
    }

    /// <summary>An elementwise op: members' shapes of fewer axes get axes of length 1 in front, behind the hidden ones.</summary>
    internal void Elementwise(Span<Var> outputs)
    {
        int rank = 0;
        foreach (Var input in inputs) rank = Math.Max(rank, input.Shape.Rank);
        var aligned = new Var[inputs.Length];
        for (int k = 0; k < aligned.Length; k++) aligned[k] = OfRank(inputs[k], rank);
        tape.Apply(rule, Attributes, aligned, outputs);
    }

    /// <summary>An input with axes of length 1 between the hidden ones and the others, to reach a rank.</summary>
    internal Var OfRank(Var input, int rank)
    {
        ReadOnlySpan<nint> lengths = input.Shape.Lengths;
        int missing = rank - lengths.Length;
        if (missing <= 0) return input;
        Span<nint> longer = stackalloc nint[Shape.MaxRank];
        longer = longer[..rank];
        longer.Fill(1);
        lengths[..Hidden].CopyTo(longer);
        lengths[Hidden..].CopyTo(longer[(Hidden + missing)..]);
        return UntypedOps.Reshape(input, new Shape(longer));
    }

    /// <summary>The inputs, their hidden axes broadcast to those of each other.</summary>
    internal Var[] Broadcast()
    {
        Span<nint> batch = stackalloc nint[Shape.MaxRank];
        batch = batch[..Hidden];
        BatchLengths(batch);
        var same = new Var[inputs.Length];
        for (int k = 0; k < same.Length; k++) same[k] = UntypedOps.BroadcastTo(inputs[k], new Shape([.. batch, .. inputs[k].Shape.Lengths[Hidden..]]));
        return same;
    }

    /// <summary>The op on one member after another, and the results put together.</summary>
    internal void OneByOne(Span<Var> outputs)
    {
        Span<nint> batch = stackalloc nint[Shape.MaxRank];
        batch = batch[..Hidden];
        BatchLengths(batch);
        var batchShape = new Shape(batch);
        int members = checked((int)batchShape.Count);
        if (members == 0) throw new ArgumentException($"{rule.Name} in Batch.Map of no members: its result's shape is not known");
        var results = new Var[outputs.Length][];
        for (int k = 0; k < results.Length; k++) results[k] = new Var[members];
        var member = new Var[inputs.Length];
        var made = new Var[outputs.Length];
        for (int index = 0; index < members; index++)
        {
            for (int k = 0; k < member.Length; k++) member[k] = Member(inputs[k], batch, index);
            tape.Apply(rule, Attributes, member, made);
            for (int k = 0; k < made.Length; k++) results[k][index] = UntypedOps.Reshape(made[k], new Shape([1, .. made[k].Shape.Lengths]));
        }

        for (int k = 0; k < outputs.Length; k++)
        {
            Var stacked = UntypedOps.Concat(results[k], 0);
            outputs[k] = UntypedOps.Reshape(stacked, new Shape([.. batch, .. stacked.Shape.Lengths[1..]]));
        }
    }

    private void BatchLengths(Span<nint> batch)
    {
        batch.Fill(1);
        foreach (Var input in inputs)
        {
            for (int axis = 0; axis < batch.Length; axis++)
            {
                if (input.Shape[axis] != 1) batch[axis] = input.Shape[axis];
            }
        }
    }

    /// <summary>One member of an input, its batch counted row by row.</summary>
    private Var Member(Var input, ReadOnlySpan<nint> batch, nint index)
    {
        for (int axis = Hidden - 1; axis >= 0; axis--)
        {
            nint place = index % batch[axis];
            index /= batch[axis];
            input = UntypedOps.Slice(input, axis, input.Shape[axis] == 1 ? 0 : place, 1, 1);
        }

        return UntypedOps.Reshape(input, new Shape(input.Shape.Lengths[Hidden..]));
    }
}
