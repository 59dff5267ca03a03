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
        UntypedArray y = c.NewOutput(ElementTypes.RealOf(x.ElementType), c.Attributes.Shape);
        if (y.Count == 1)
        {
            c.Backend.Dot(x, x, y);
        }
        else
        {
            UntypedArray squares = c.Backend.Allocate(y.ElementType, x.Shape, c.Tape.Compute.Memory);
            c.Backend.Unary(UnaryOp.AbsSquared, x, squares);
            c.Backend.SumTo(squares, y);
            squares.Release();
        }

        c.Backend.Unary(UnaryOp.Sqrt, y, y);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Real(UntypedOps.Pull(c.Tangent(), Direction(c))), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Push(c.Cotangent(), Direction(c)));

    private static Var Direction(in RuleContext c) => UntypedOps.Push(c.Input(0), UntypedOps.Reciprocal(c.Output()));
}
