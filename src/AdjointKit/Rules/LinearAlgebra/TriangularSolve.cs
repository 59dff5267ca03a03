using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// op(T) X = B for a triangle T of the first input; dX = op(T)^-1 (dB - op(dT) X); Bbar += G = op(T)^-H Xbar, and -G X^H, turned back and cut to the triangle, to that of T.
/// </summary>
internal sealed class TriangularSolve : Rule
{
    internal static readonly TriangularSolve Rule = new();

    internal override string Name => "triangular solve";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        UntypedArray b = c.X(1);
        ref readonly Attributes attributes = ref c.Attributes;
        UntypedArray x = c.NewOutput(b.ElementType, FactorizationShapes.SolutionOf("a triangular solve", a.Shape, b.Shape));
        c.Backend.TriangularSolve(attributes.Triangle, attributes.FormA, a, b, x);
    }

    internal override void Tangent(in RuleContext c)
    {
        (MatrixTriangle triangle, MatrixForm form) = (c.Attributes.Triangle, c.Attributes.FormA);
        Var moved = UntypedOps.MatMul(form, Cut(c.Tangent(0), triangle), MatrixForm.Plain, c.Output());
        c.SetTangent(UntypedOps.TriangularSolve(c.Input(0), triangle, form, UntypedOps.Add(c.Tangent(1), UntypedOps.Affine(-1, moved, 0))));
    }

    internal override void Adjoint(in RuleContext c)
    {
        (MatrixTriangle triangle, MatrixForm form) = (c.Attributes.Triangle, c.Attributes.FormA);
        Var back = UntypedOps.TriangularSolve(c.Input(0), triangle, form ^ MatrixForm.ConjugateTransposed, c.Cotangent());
        c.Accumulate(1, back);
        if (c.IsActive(0)) c.Accumulate(0, Cut(UntypedOps.MatMul(MatrixFactors.ForLeft(form, UntypedOps.Affine(-1, back, 0), MatrixForm.Plain, c.Output())), triangle));
    }

    /// <summary>What of a matrix the solve looks at.</summary>
    private static Var Cut(Var x, MatrixTriangle triangle)
    {
        bool unit = (triangle & MatrixTriangle.UnitDiagonal) == MatrixTriangle.UnitDiagonal;
        return (triangle & MatrixTriangle.Upper) == MatrixTriangle.Upper ? UntypedOps.Triangle(x, MatrixTriangle.Upper, unit ? 1 : 0) : UntypedOps.Triangle(x, MatrixTriangle.Lower, unit ? -1 : 0);
    }
}
