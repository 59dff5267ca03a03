using System.Numerics;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Autodiff;

/// <summary>
/// Sums of products over named axes, "ij,jk->ik": each operand loses its repeated and its lonely axes, then two at a time are contracted as one batched matrix product, in the order
/// of fewest multiplications, found by going through all orders. Nothing is kept from call to call and nothing is allocated.
/// </summary>
internal ref struct Einsum
{
    private const int MaxOperands = 10;
    private const int EllipsisLabel = 52;
    private const int LabelCount = EllipsisLabel + Shape.MaxRank;

    private readonly ReadOnlySpan<char> subscripts;

    // Who asks, for messages.
    private readonly string name;
    private Lengths lengths;
    private Terms terms;
    private Term output;
    private int count;
    private int ellipsisAxes;

    private Einsum(ReadOnlySpan<char> subscripts, string name)
    {
        this.subscripts = subscripts;
        this.name = name;
    }

    internal static Var Of(ReadOnlySpan<char> subscripts, string name, ReadOnlySpan<Var> operands)
    {
        if (operands.Length is 0 or > MaxOperands) throw new ArgumentException($"einsum takes 1 to {MaxOperands} operands, not {operands.Length}", nameof(operands));
        var einsum = new Einsum(subscripts, name);
        einsum.Parse(operands);
        for (int k = 0; k < operands.Length; k++) einsum.terms[k] = einsum.Simplified(k);
        return einsum.Contract();
    }

    private static int LabelOf(char letter) => letter is >= 'a' and <= 'z' ? letter - 'a' : letter is >= 'A' and <= 'Z' ? 26 + letter - 'A' : -1;

    private static string NameOf(int label) => label < 26 ? $"index {(char)('a' + label)}" : label < EllipsisLabel ? $"index {(char)('A' + label - 26)}" : $"axis {EllipsisLabel - 1 - label} of the ellipsis";

    private void Parse(ReadOnlySpan<Var> operands)
    {
        lengths.Fill(-1);
        int arrow = subscripts.IndexOf("->");
        ReadOnlySpan<char> inputs = arrow < 0 ? subscripts : subscripts[..arrow];
        count = operands.Length;
        int from = 0;
        for (int k = 0; k < count; k++)
        {
            int comma = from <= inputs.Length ? inputs[from..].IndexOf(',') : -1;
            bool last = comma < 0;
            if (from > inputs.Length || last != (k == count - 1)) throw new ArgumentException($"{name} {subscripts}: {inputs.Count(',') + 1} groups of indices do not fit {count} operands", nameof(operands));
            terms[k] = Operand(last ? inputs[from..] : inputs.Slice(from, comma), operands[k]);
            from += comma + 1;
        }

        for (int k = 0; k < count; k++) ellipsisAxes = Math.Max(ellipsisAxes, terms[k].EllipsisAxes);
        output = arrow < 0 ? Implied() : Explicit(subscripts[(arrow + 2)..]);
    }

    /// <summary>The labels of an operand's axes; the lengths that they say.</summary>
    private Term Operand(ReadOnlySpan<char> indices, Var value)
    {
        Shape shape = value.Shape;
        var term = new Term { Value = value };
        int letters = 0;
        bool hasEllipsis = indices.IndexOf("...") >= 0;
        foreach (char letter in indices) letters += letter is ' ' or '.' ? 0 : 1;
        term.EllipsisAxes = hasEllipsis ? shape.Rank - letters : 0;
        if (hasEllipsis ? term.EllipsisAxes < 0 : letters != shape.Rank) throw new ArgumentException($"{name} {subscripts}: the indices {indices} do not fit an operand of shape {shape}", nameof(value));
        Label(indices, ref term, term.EllipsisAxes);
        for (int axis = 0; axis < term.Rank; axis++)
        {
            ref nint length = ref lengths[term.Labels[axis]];
            nint here = shape[axis];
            if (length is not (-1 or 1) && here != 1 && here != length) throw new ArgumentException($"{name} {subscripts}: {NameOf(term.Labels[axis])} has length {length} in one operand and {here} in another, of shape {shape}", nameof(value));
            if (length is -1 or 1) length = here;
        }

        return term;
    }

    private readonly void Label(ReadOnlySpan<char> indices, ref Term term, int axes)
    {
        for (int at = 0; at < indices.Length; at++)
        {
            if (indices[at] == ' ') continue;
            if (indices[at..].StartsWith("..."))
            {
                for (int k = axes - 1; k >= 0; k--) term.Add(EllipsisLabel + k);
                at += 2;
                axes = 0;
                continue;
            }

            int label = LabelOf(indices[at]);
            if (label < 0) throw new ArgumentException($"{name} {subscripts}: '{indices[at]}' is no index: indices are letters, groups are split by commas, the result stands behind ->", nameof(indices));
            term.Add(label);
        }
    }

    private Term Explicit(ReadOnlySpan<char> indices)
    {
        var term = default(Term);
        Label(indices, ref term, ellipsisAxes);
        for (int axis = 0; axis < term.Rank; axis++)
        {
            if (lengths[term.Labels[axis]] < 0) throw new ArgumentException($"{name} {subscripts}: {NameOf(term.Labels[axis])} of the result is in no operand", nameof(indices));
        }

        if (BitOperations.PopCount(term.Mask) != term.Rank) throw new ArgumentException($"{name} {subscripts}: an index stands twice in the result", nameof(indices));
        return term;
    }

    /// <summary>Without an arrow the result has the axes of the ellipsis and then what occurs once, in the order of the alphabet.</summary>
    private readonly Term Implied()
    {
        var term = default(Term);
        for (int k = ellipsisAxes - 1; k >= 0; k--) term.Add(EllipsisLabel + k);
        for (int letter = 'A'; letter <= 'z'; letter++)
        {
            int label = LabelOf((char)letter);
            if (label < 0) continue;
            int uses = 0;
            for (int k = 0; k < count; k++)
            {
                for (int axis = 0; axis < terms[k].Rank; axis++) uses += terms[k].Labels[axis] == label ? 1 : 0;
            }

            if (uses == 1) term.Add(label);
        }

        return term;
    }

    /// <summary>An operand without repeated axes, without axes that are broadcast, and summed over those that nothing else has.</summary>
    private readonly Term Simplified(int index)
    {
        Term term = terms[index];
        while (BitOperations.PopCount(term.Mask) != term.Rank) term = WithoutRepetition(term);
        ulong elsewhere = output.Mask;
        for (int k = 0; k < count; k++) elsewhere |= k == index ? 0 : terms[k].Mask;
        return SummedTo(term, elsewhere);
    }

    /// <summary>The diagonal over the first two axes of one label, as the last axis.</summary>
    private readonly Term WithoutRepetition(Term term)
    {
        (int first, int second) = term.Repeated();
        Shape shape = term.Value.Shape;
        nint length = shape[first];
        if (shape[second] != length) throw new ArgumentException($"{name} {subscripts}: {NameOf(term.Labels[first])} has lengths {length} and {shape[second]} in one operand, of shape {shape}", nameof(term));
        Term ordered = default;
        Span<int> order = stackalloc int[shape.Rank];
        Span<nint> merged = stackalloc nint[shape.Rank - 1];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (axis == first || axis == second) continue;
            merged[ordered.Rank] = shape[axis];
            order[ordered.Rank] = axis;
            ordered.Add(term.Labels[axis]);
        }

        (order[^2], order[^1]) = (first, second);
        merged[^1] = length * length;
        ordered.Add(term.Labels[first]);
        Var square = UntypedOps.Reshape(UntypedOps.Transpose(term.Value, new AxisOrder(order, shape)), new Shape(merged));
        ordered.Value = UntypedOps.Slice(square, -1, 0, length, length + 1);
        return ordered;
    }

    /// <summary>Sums over the axes that are not asked for, and drops those of length 1 that stand for longer ones.</summary>
    private readonly Term SummedTo(Term term, ulong kept)
    {
        Shape shape = term.Value.Shape;
        Term summed = default;
        Span<nint> ones = stackalloc nint[shape.Rank];
        Span<nint> left = stackalloc nint[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int label = term.Labels[axis];
            bool isKept = (kept & (1UL << label)) != 0;
            ones[axis] = isKept ? shape[axis] : 1;
            if (!isKept || shape[axis] != lengths[label]) continue;
            left[summed.Rank] = shape[axis];
            summed.Add(label);
        }

        summed.Value = UntypedOps.Reshape(UntypedOps.SumTo(term.Value, new Shape(ones)), new Shape(left[..summed.Rank]));
        return summed;
    }

    private readonly Var Contract()
    {
        int all = (1 << count) - 1;
        Span<double> costs = stackalloc double[all + 1];
        Span<int> splits = stackalloc int[all + 1];
        for (int set = 1; set <= all; set++)
        {
            if (BitOperations.IsPow2(set)) continue;
            costs[set] = double.PositiveInfinity;

            // Each pair of parts once: the one with the first operand of the set.
            for (int part = (set - 1) & set; part > 0; part = (part - 1) & set)
            {
                if ((part & -set & set) == 0) continue;
                double cost = costs[part] + costs[set ^ part] + Product(LabelsOf(part) | LabelsOf(set ^ part));
                if (cost < costs[set]) (costs[set], splits[set]) = (cost, part);
            }
        }

        Term result = Contract(all, splits);
        return Ordered(result, output).Value;
    }

    private readonly Term Contract(int set, ReadOnlySpan<int> splits)
    {
        if (BitOperations.IsPow2(set)) return terms[BitOperations.TrailingZeroCount(set)];
        return Contract(Contract(splits[set], splits), Contract(set ^ splits[set], splits), LabelsOf(set));
    }

    /// <summary>The labels that the product of a set of operands has: those that the result or another operand asks for.</summary>
    private readonly ulong LabelsOf(int set)
    {
        ulong inside = 0;
        ulong outside = output.Mask;
        for (int k = 0; k < count; k++)
        {
            if ((set & (1 << k)) != 0) inside |= terms[k].Mask;
            else outside |= terms[k].Mask;
        }

        return inside & outside;
    }

    private readonly double Product(ulong labels)
    {
        double product = 1;
        for (; labels != 0; labels &= labels - 1) product *= lengths[BitOperations.TrailingZeroCount(labels)];
        return product;
    }

    private readonly nint Count(ulong labels) => checked((nint)Product(labels));

    /// <summary>Two terms to one that has the labels that are kept: as matrices [shared, own of a, summed] and [shared, summed, own of b].</summary>
    private readonly Term Contract(Term a, Term b, ulong kept)
    {
        ulong both = a.Mask & b.Mask;
        ulong shared = both & kept;
        ulong summed = both & ~kept;
        ulong ownA = a.Mask & ~both;
        ulong ownB = b.Mask & ~both;
        Term result = default;
        a.AddLabels(shared, ref result);
        a.AddLabels(ownA, ref result);
        b.AddLabels(ownB, ref result);
        if (ownA == 0 && ownB == 0 && (summed == 0 || shared != 0))
        {
            Term left = default;
            a.AddLabels(shared, ref left);
            a.AddLabels(summed, ref left);
            left.Value = UntypedOps.Multiply(Ordered(a, left).Value, Ordered(b, left).Value);
            return SummedTo(left, shared);
        }

        Term orderA = default;
        a.AddLabels(shared, ref orderA);
        a.AddLabels(ownA, ref orderA);
        a.AddLabels(summed, ref orderA);
        Term orderB = default;
        a.AddLabels(shared, ref orderB);
        a.AddLabels(summed, ref orderB);
        b.AddLabels(ownB, ref orderB);
        Var left3 = Merged(Ordered(a, orderA), shared, Count(ownA), Count(summed));
        Var right3 = Merged(Ordered(b, orderB), shared, Count(summed), Count(ownB));
        result.Value = UntypedOps.Reshape(UntypedOps.MatMul(MatrixForm.Plain, left3, MatrixForm.Plain, right3), ShapeOf(result));
        return result;
    }

    /// <summary>A term as matrices; the shared axes in front stay as they are while there is room for them.</summary>
    private readonly Var Merged(Term term, ulong shared, nint rows, nint columns)
    {
        int batch = BitOperations.PopCount(shared);
        Span<nint> merged = stackalloc nint[Shape.MaxRank];
        int rank = 0;
        if (batch > Shape.MaxRank - 2) merged[rank++] = Count(shared);
        else for (int axis = 0; axis < batch; axis++) merged[rank++] = lengths[term.Labels[axis]];
        merged[rank++] = rows;
        merged[rank++] = columns;
        return UntypedOps.Reshape(term.Value, new Shape(merged[..rank]));
    }

    private readonly Shape ShapeOf(Term term)
    {
        Span<nint> shape = stackalloc nint[Shape.MaxRank];
        if (term.Rank > Shape.MaxRank) throw new ArgumentException($"{name} {subscripts}: a product of two operands has {term.Rank} axes, and arrays have at most {Shape.MaxRank}", nameof(term));
        for (int axis = 0; axis < term.Rank; axis++) shape[axis] = lengths[term.Labels[axis]];
        return new Shape(shape[..term.Rank]);
    }

    /// <summary>The axes of a term in the order of the labels of another one.</summary>
    private static Term Ordered(Term term, Term wanted)
    {
        Span<int> order = stackalloc int[term.Rank];
        for (int axis = 0; axis < wanted.Rank; axis++) order[axis] = term.AxisOf(wanted.Labels[axis]);
        Term ordered = wanted;
        ordered.Value = UntypedOps.Transpose(term.Value, new AxisOrder(order, term.Value.Shape));
        return ordered;
    }

    /// <summary>An array and the names of its axes.</summary>
    private struct Term
    {
        internal LabelList Labels;

        internal Var Value { get; set; }

        internal int Rank { get; private set; }

        internal int EllipsisAxes { get; set; }

        internal ulong Mask { get; private set; }

        internal void Add(int label)
        {
            Labels[Rank++] = (byte)label;
            Mask |= 1UL << label;
        }

        /// <summary>Adds those of the labels of this term that are asked for to another one, in their order here.</summary>
        internal readonly void AddLabels(ulong asked, ref Term to)
        {
            for (int axis = 0; axis < Rank; axis++)
            {
                if ((asked & (1UL << Labels[axis])) != 0) to.Add(Labels[axis]);
            }
        }

        internal readonly int AxisOf(int label)
        {
            int axis = 0;
            while (Labels[axis] != label) axis++;
            return axis;
        }

        /// <summary>Two axes of one label.</summary>
        internal readonly (int First, int Second) Repeated()
        {
            for (int first = 0; ; first++)
            {
                for (int second = first + 1; second < Rank; second++)
                {
                    if (Labels[first] == Labels[second]) return (first, second);
                }
            }
        }
    }

    [InlineArray(2 * LabelCount)]
    private struct LabelList
    {
        private byte first;
    }

    [InlineArray(MaxOperands)]
    private struct Terms
    {
        private Term first;
    }

    [InlineArray(LabelCount)]
    private struct Lengths
    {
        private nint first;

        internal void Fill(nint value) => ((Span<nint>)this).Fill(value);
    }
}
