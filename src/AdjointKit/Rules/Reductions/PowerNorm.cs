using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>
/// y = (sum |x|^p)^(1/p) of a real x over the axes where y has length 1, p > 1, the largest element taken out of the sum; with u = sign(x) (|x| / y)^(p - 1),
/// dy = sum u dx; xbar += u ybar. Where y is 0, u is 0.
/// </summary>
internal sealed class PowerNorm : Rule
{
    internal static readonly PowerNorm Rule = new();

    internal override string Name => "p-norm";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, c.Attributes.Shape);
        if (x.Count == 0)
        {
            c.Backend.Fill(y, 0);
            return;
        }

        double p = c.Attributes.Scale.Real;
        MemoryAccount account = c.Tape.Compute.Memory;
        UntypedArray largest = c.Backend.Allocate(y.ElementType, y.Shape, account);
        UntypedArray terms = c.Backend.Allocate(x.ElementType, x.Shape, account);
        UntypedArray exponent = c.Backend.Allocate(x.ElementType, default, account);
        c.Backend.Unary(UnaryOp.Abs, x, terms);
        c.Backend.ReduceTo(ReductionOp.Largest, terms, largest);
        c.Backend.Unary(UnaryOp.Reciprocal, largest, y);
        c.Backend.Binary(BinaryOp.StrongMultiply, terms, y, terms);
        c.Backend.Fill(exponent, p);
        c.Backend.Binary(BinaryOp.Power, terms, exponent, terms);
        c.Backend.SumTo(terms, y);
        c.Backend.Fill(exponent, 1 / p);
        c.Backend.Binary(BinaryOp.Power, y, exponent, y);
        c.Backend.Binary(BinaryOp.Multiply, y, largest, y);
        exponent.Release();
        terms.Release();
        largest.Release();
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Push(c.Tangent(), Partial(c)), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Pull(c.Cotangent(), Partial(c)));

    private static Var Partial(in RuleContext c)
    {
        Var x = c.Input(0);
        Var magnitude = UntypedOps.Abs(x);
        Var sign = UntypedOps.Push(x, UntypedOps.Reciprocal(magnitude));
        Var ratio = UntypedOps.Push(magnitude, UntypedOps.Reciprocal(c.Output()));
        return UntypedOps.Push(sign, UntypedOps.Power(ratio, UntypedOps.ConstantLike(ratio, c.Attributes.Scale.Real - 1)));
    }
}
