using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.Nn;

/// <summary>
/// y = (x - mean x) r over the axes where r has length 1, r = 1 / sqrt(mean (x - mean x)^2 + epsilon): two passes, and r is the second output. With the symmetric map
/// P v = r (v - mean v - y mean(y v)): dy = P dx, dr = -r^2 mean(y dx); xbar += P ybar - r^2 y rbar / n. Both outputs are variables, so that second derivatives are exact.
/// </summary>
internal sealed class Standardize : Rule
{
    internal static readonly Standardize Rule = new();

    internal override string Name => "standardize";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.NewOutput(x.ElementType, x.Shape);
        UntypedArray r = c.NewOutput(x.ElementType, c.Attributes.Shape);
        double ofOne = PerElement(c);
        UntypedArray squares = c.Backend.Allocate(x.ElementType, x.Shape, c.Tape.Compute.Memory);
        c.Backend.SumTo(x, r);
        c.Backend.Affine(ofOne, r, 0, r);
        c.Backend.Binary(BinaryOp.Subtract, x, r, y);
        c.Backend.Unary(UnaryOp.Square, y, squares);
        c.Backend.SumTo(squares, r);
        c.Backend.Affine(ofOne, r, c.Attributes.Shift, r);
        c.Backend.Unary(UnaryOp.Sqrt, r, r);
        c.Backend.Unary(UnaryOp.Reciprocal, r, r);
        c.Backend.Binary(BinaryOp.Multiply, y, r, y);
        squares.Release();
    }

    internal override void Tangent(in RuleContext c)
    {
        Var dx = c.Tangent();
        c.SetTangent(0, Project(c, dx));
        Var r = c.Output(1);
        c.SetTangent(1, UntypedOps.Affine(-1, UntypedOps.Push(Mean(c, UntypedOps.Push(dx, c.Output())), UntypedOps.Square(r)), 0));
    }

    internal override void Adjoint(in RuleContext c)
    {
        if (!c.Cotangent(0).IsNone) c.Accumulate(0, Project(c, c.Cotangent(0)));
        if (c.Cotangent(1).IsNone) return;
        Var scaled = UntypedOps.Affine(-PerElement(c), UntypedOps.Push(c.Cotangent(1), UntypedOps.Square(c.Output(1))), 0);
        c.Accumulate(0, UntypedOps.Push(scaled, c.Output()));
    }

    private static Var Project(in RuleContext c, Var v)
    {
        Var y = c.Output();
        Var centred = UntypedOps.Subtract(v, Mean(c, v));
        Var along = UntypedOps.Push(Mean(c, UntypedOps.Push(v, y)), y);
        return UntypedOps.Push(UntypedOps.Subtract(centred, along), c.Output(1));
    }

    private static Var Mean(in RuleContext c, Var v) => UntypedOps.Affine(PerElement(c), UntypedOps.SumTo(v, c.Attributes.Shape), 0);

    /// <summary>1 / n for n elements to a mean.</summary>
    private static double PerElement(in RuleContext c) => (double)c.Attributes.Shape.Count / c.X(0).Count;
}
