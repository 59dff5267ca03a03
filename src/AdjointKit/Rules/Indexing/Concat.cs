using System.Buffers;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = the inputs one after another along an axis; dy the same of their tangents; each xbar += its part of ybar.</summary>
internal sealed class Concat : Rule
{
    internal static readonly Concat Rule = new();

    internal override string Name => "concat";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        int axis = c.Attributes.Axis;
        UntypedArray first = c.X(0);
        nint length = 0;
        for (int k = 0; k < c.InputCount; k++)
        {
            UntypedArray part = c.X(k);
            bool fits = part.ElementType == first.ElementType && part.Rank == first.Rank && part.Shape.With(axis, 0) == first.Shape.With(axis, 0);
            if (!fits) throw new ArgumentException($"concat along axis {axis}: part {k} is {part} and part 0 is {first}; all must agree but for the length of that axis", nameof(c));
            length += part.Shape[axis];
        }

        UntypedArray y = c.NewOutput(first.ElementType, first.Shape.With(axis, length));
        nint start = 0;
        for (int k = 0; k < c.InputCount; k++)
        {
            nint count = c.X(k).Shape[axis];
            c.Backend.Copy(c.X(k), y.Slice(axis, start, count, 1));
            start += count;
        }
    }

    internal override void Tangent(in RuleContext c)
    {
        Var[] tangents = ArrayPool<Var>.Shared.Rent(c.InputCount);
        for (int k = 0; k < c.InputCount; k++)
        {
            Var tangent = c.Tangent(k);
            tangents[k] = tangent.IsNone ? c.Tape.Zeros(c.X(k).ElementType, c.X(k).Shape) : tangent;
        }

        c.SetTangent(UntypedOps.Concat(tangents.AsSpan(0, c.InputCount), c.Attributes.Axis));
        ArrayPool<Var>.Shared.Return(tangents, clearArray: true);
    }

    internal override void Adjoint(in RuleContext c)
    {
        int axis = c.Attributes.Axis;
        nint start = 0;
        for (int k = 0; k < c.InputCount; k++)
        {
            nint count = c.X(k).Shape[axis];
            if (c.IsActive(k)) c.Accumulate(k, UntypedOps.Slice(c.Cotangent(), axis, start, count, 1));
            start += count;
        }
    }
}
