using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Rules.Reductions;

/// <summary>y = 1/2 sum |x|^2, a real number: the least-squares misfit of a residual x; dy = Re sum conj(x) dx; xbar += ybar x.</summary>
internal sealed class HalfSquaredNorm : Rule
{
    internal static readonly HalfSquaredNorm Rule = new();

    internal override string Name => "half squared norm";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) =>
        outputs[0] = UntypedOps.Affine(0.5, BatchedSums.OverMembers(UntypedOps.AbsSquared(inputs[0]), inputs.Hidden), 0);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(ElementTypes.RealOf(x.ElementType), default);
        c.Backend.Dot(x, x, y);
        c.Backend.Affine(0.5, y, Complex.Zero, y);
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.Real(UntypedOps.InnerProduct(c.Input(0), c.Tangent())));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Push(c.Cotangent(), c.Input(0)));
}
