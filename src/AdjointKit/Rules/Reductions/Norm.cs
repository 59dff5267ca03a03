using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = the Euclidean norm of x over the axes where y has length 1, real; with the direction u = x / y, dy = Re sum conj(u) dx; xbar += u ybar. Where y is 0, u is 0.</summary>
internal sealed class Norm : Rule
{
    internal static readonly Norm Rule = new();

    internal override string Name => "norm";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        c.Backend.Norm(x, c.NewOutput(ElementTypes.RealOf(x.ElementType), c.Attributes.Shape), c.Tape.Compute.Memory);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Real(UntypedOps.Pull(c.Tangent(), Direction(c))), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Push(c.Cotangent(), Direction(c)));

    private static Var Direction(in RuleContext c) => UntypedOps.Push(c.Input(0), UntypedOps.Reciprocal(c.Output()));
}
