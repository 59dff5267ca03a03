using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>y = x on one side of a diagonal of its matrices, 0 elsewhere; dy and xbar alike.</summary>
internal sealed class Triangle : Rule
{
    internal static readonly Triangle Rule = new();

    internal override string Name => "triangle";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        FactorizationShapes.RequireMatrix("a triangle", c.X(0).Shape);
        c.Backend.Triangle(c.Attributes.Triangle, c.Attributes.Start, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape));
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Triangle(c.Tangent(), c.Attributes.Triangle, c.Attributes.Start));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Triangle(c.Cotangent(), c.Attributes.Triangle, c.Attributes.Start));
}
