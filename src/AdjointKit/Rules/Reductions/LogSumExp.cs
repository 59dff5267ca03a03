using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Reductions;

/// <summary>
/// y = log sum exp x over the axes where y has length 1, the largest element taken out of the sum; with w = exp(x - y), dy = sum w dx; xbar += w ybar. Where all x are
/// -infinity y is too, and w is 0.
/// </summary>
internal sealed class LogSumExp : Rule
{
    internal static readonly LogSumExp Rule = new();

    internal override string Name => "log sum exp";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.Reduced(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, c.Attributes.Shape);
        if (x.Count == 0)
        {
            c.Backend.Fill(y, double.NegativeInfinity);
            return;
        }

        MemoryAccount account = c.Tape.Compute.Memory;
        UntypedArray largest = c.Backend.Allocate(y.ElementType, y.Shape, account);
        UntypedArray terms = c.Backend.Allocate(x.ElementType, x.Shape, account);
        c.Backend.ReduceTo(ReductionOp.Largest, x, largest);
        c.Backend.Binary(BinaryOp.ExpOfDifference, x, largest, terms);
        c.Backend.SumTo(terms, y);
        c.Backend.Unary(UnaryOp.Log, y, y);
        c.Backend.Binary(BinaryOp.Add, y, largest, y);
        terms.Release();
        largest.Release();
    }

    internal override void Tangent(in RuleContext c) => c.SetTangent(UntypedOps.SumTo(UntypedOps.Push(c.Tangent(), Weights(c)), c.Attributes.Shape));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Pull(c.Cotangent(), Weights(c)));

    private static Var Weights(in RuleContext c) => UntypedOps.ExpOfDifference(c.Input(0), c.Output());
}
