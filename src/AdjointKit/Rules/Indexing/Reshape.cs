using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = x under another shape (a view where the elements lie so that there is one); dy and xbar alike.</summary>
internal sealed class Reshape : Rule
{
    internal static readonly Reshape Rule = new();

    internal override string Name => "reshape";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs)
    {
        Shape member = inputs.Attributes.Shape;
        if (member.Count != inputs.MemberShape(0).Count) throw new ArgumentException($"an array of shape {inputs.MemberShape(0)} cannot be reshaped to {member}: the numbers of elements differ", nameof(inputs));
        outputs[0] = UntypedOps.Reshape(inputs[0], inputs.WithHidden(0, member));
    }

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        if (x.TryReshape(c.Attributes.Shape, out UntypedArray view))
        {
            c.NewOutputView(view, of: 0);
            return;
        }

        if (x.Count != c.Attributes.Shape.Count) throw new ArgumentException($"an array of shape {x.Shape} cannot be reshaped to {c.Attributes.Shape}: the numbers of elements differ", nameof(c));
        c.Backend.Copy(x, c.NewOutput(x.ElementType, c.Attributes.Shape).Reshape(x.Shape));
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Reshape(c.Tangent(), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Reshape(c.Cotangent(), c.X(0).Shape));
}
