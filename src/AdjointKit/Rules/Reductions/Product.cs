using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>
/// y = the product of x over an axis, which stays with length 1; with the product p[k] of all elements but the k-th, dy = sum p dx; xbar += conj(p) ybar. p is the
/// product of those before times the product of those behind: nothing is divided by, so that zeros do no harm, in higher derivatives neither.
/// </summary>
internal sealed class Product : Rule
{
    internal static readonly Product Rule = new();

    internal override string Name => "product";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.AlongAxis(outputs);

    internal override void Value(in RuleContext c) => c.Backend.ReduceTo(ReductionOp.Product, c.X(0), c.NewOutput(c.X(0).ElementType, c.X(0).Shape.With(c.Attributes.Axis, 1)));

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Push(c.Tangent(), Others(c)), c.X(0).Shape.With(c.Attributes.Axis, 1)));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Pull(c.Cotangent(), Others(c)));

    private static Var Others(in RuleContext c)
    {
        int axis = c.Attributes.Axis;
        Var x = c.Input(0);
        Var before = UntypedOps.RunningProduct(UntypedOps.Later(x, axis, 1), axis);
        Var behind = UntypedOps.Flip(UntypedOps.RunningProduct(UntypedOps.Later(UntypedOps.Flip(x, axis), axis, 1), axis), axis);
        return UntypedOps.Multiply(before, behind);
    }
}
