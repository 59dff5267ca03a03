using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>
/// h[k] = a[k] h[k - 1] + b[k] along an axis, h[0] = b[0]. dh is the recurrence of a with the terms da[k] h[k - 1] + db[k]; with the recurrence from the end
/// r[k] = conj(a[k + 1]) r[k + 1] + hbar[k]: bbar += r, abar[k] += conj(h[k - 1]) r[k]. Nothing is divided by: exact where factors are zero.
/// </summary>
internal sealed class LinearRecurrence : Rule
{
    internal static readonly LinearRecurrence Rule = new();

    internal override string Name => "linear recurrence";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        UntypedArray b = c.X(1);
        if (a.Shape != b.Shape) throw new ArgumentException($"a linear recurrence of factors of shape {a.Shape} and terms of shape {b.Shape}: the shapes must be equal", nameof(c));
        c.Backend.LinearRecurrence(a, b, c.Attributes.Axis, c.NewOutput(b.ElementType, b.Shape));
    }

    internal override void Tangent(in RuleContext c)
    {
        int axis = c.Attributes.Axis;
        Var terms = UntypedOps.Add(UntypedOps.Push(c.Tangent(0), UntypedOps.Later(c.Output(), axis)), c.Tangent(1));
        c.SetTangent(UntypedOps.LinearRecurrence(c.Input(0), terms, axis));
    }

    internal override void Adjoint(in RuleContext c)
    {
        int axis = c.Attributes.Axis;
        Var factors = UntypedOps.Later(UntypedOps.Flip(UntypedOps.Conjugate(c.Input(0)), axis), axis);
        Var fromEnd = UntypedOps.Flip(UntypedOps.LinearRecurrence(factors, UntypedOps.Flip(c.Cotangent(), axis), axis), axis);
        if (c.IsActive(1)) c.Accumulate(1, fromEnd);
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Pull(fromEnd, UntypedOps.Later(c.Output(), axis)));
    }
}
