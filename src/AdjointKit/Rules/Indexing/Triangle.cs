using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Indexing;

/// <summary>y = x on one side of a diagonal of its matrices, zeros on the other; dy the same of dx, xbar += the same of ybar.</summary>
internal sealed class Triangle : Rule
{
    internal static readonly Triangle Rule = new();

    internal override string Name => "triangle";

    internal override void Value(in RuleContext c) => c.Backend.Triangle(c.X(0), c.Attributes.Start, c.Attributes.Step > 0, c.NewOutput(c.X(0).ElementType, c.X(0).Shape));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Triangle(c.Tangent(), c.Attributes.Start, c.Attributes.Step > 0));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Triangle(c.Cotangent(), c.Attributes.Start, c.Attributes.Step > 0));
}
