using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// Y = U diag(max(s - t, 0)) V^H of the decomposition of X: inputs X, t, U, s, V^H, the last three functions of X of which nothing is differentiated here, as their change is in that for X.
/// What is taken away, X - Y, is U diag(c) V^H with c = min(s, t). With P = U^H dX V = H + K (Hermitian and anti-Hermitian part) it changes by U (D o H + M o K) V^H, D_ij =
/// (c_j - c_i) / (s_j - s_i) and M_ij = (c_j + c_i) / (s_j + s_i), and what leaves the spaces of U and V changes by c / s of itself; a map that is its own adjoint. Quotients of zeros are their
/// limits, so that nothing depends on which vectors the decomposition chose where values are equal. To t the derivative is -U diag(s > t) V^H.
/// </summary>
internal sealed class SingularValueThreshold : Rule
{
    internal static readonly SingularValueThreshold Rule = new();

    internal override string Name => "singular value threshold";

    internal override Needs Needs => Needs.Inputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OneByOne(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray u = c.X(2);
        UntypedArray s = c.X(3);
        UntypedArray y = c.NewOutput(c.X(0).ElementType, c.X(0).Shape);
        Backend backend = c.Backend;
        UntypedArray kept = backend.Allocate(s.ElementType, s.Shape, c.Tape.Compute.Memory);
        UntypedArray weights = backend.Allocate(u.ElementType, s.Shape, c.Tape.Compute.Memory);
        UntypedArray scaled = backend.Allocate(u.ElementType, u.Shape, c.Tape.Compute.Memory);
        backend.Binary(BinaryOp.Subtract, s, c.X(1), kept);
        backend.Unary(UnaryOp.Relu, kept, kept);
        backend.Copy(kept, weights);
        UntypedArray row = weights.Reshape(FactorizationShapes.Stack(FactorizationShapes.BatchOf(s.Shape, matrixAxes: 1), 1, s.Shape[-1]));
        backend.Binary(BinaryOp.Multiply, u, row, scaled);
        backend.MatrixMultiply(MatrixForm.Plain, scaled, MatrixForm.Plain, c.X(4), accumulate: false, y);
        kept.Release();
        weights.Release();
        scaled.Release();
    }

    internal override void Tangent(in RuleContext c)
    {
        Var change = c.Tangent(0);
        Var fromX = change.IsNone ? change : UntypedOps.Subtract(change, TakenAway(c, change));
        Var threshold = c.Tangent(1);
        c.SetTangent(UntypedOps.Add(fromX, threshold.IsNone ? threshold : UntypedOps.Affine(-1, UntypedOps.Push(Range(c), threshold), 0)));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var sensitivity = c.Cotangent();
        if (c.IsActive(0)) c.Accumulate(0, UntypedOps.Subtract(sensitivity, TakenAway(c, sensitivity)));
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, UntypedOps.Real(UntypedOps.InnerProduct(Range(c), sensitivity)), 0));
    }

    /// <summary>U diag(s > t) V^H.</summary>
    private static Var Range(in RuleContext c)
    {
        Var kept = UntypedOps.AsRow(UntypedOps.Greater(c.Input(3), c.Input(1)));
        return UntypedOps.MatMul(MatrixForm.Plain, UntypedOps.Multiply(c.Input(2), kept), MatrixForm.Plain, c.Input(4));
    }

    private static Var TakenAway(in RuleContext context, Var change)
    {
        (Var threshold, Var u, Var s, Var vh) = (context.Input(1), context.Input(2), context.Input(3), context.Input(4));
        Var c = UntypedOps.Minimum(s, threshold);
        (Var row, Var column) = (UntypedOps.AsRow(c), UntypedOps.AsColumn(c));
        Var differences = UntypedOps.InverseDifferences(s, s);
        Var sums = UntypedOps.InverseDifferences(UntypedOps.Affine(-1, s, 0), s);
        Var slopes = UntypedOps.AsRow(UntypedOps.LessOrEqual(s, threshold));
        Var d = UntypedOps.Where(UntypedOps.Equal(differences, UntypedOps.ConstantLike(differences, 0)), slopes, UntypedOps.Multiply(UntypedOps.Subtract(row, column), differences));
        Var m = UntypedOps.Where(UntypedOps.Equal(sums, UntypedOps.ConstantLike(sums, 0)), UntypedOps.ConstantLike(sums, 1), UntypedOps.Multiply(UntypedOps.Add(row, column), sums));

        Var right = UntypedOps.MatMul(MatrixForm.Plain, change, MatrixForm.ConjugateTransposed, vh);
        Var p = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, u, MatrixForm.Plain, right);
        Var inner = UntypedOps.Add(UntypedOps.Multiply(UntypedOps.HermitianPart(p), d), UntypedOps.Multiply(UntypedOps.AntiHermitianPart(p), m));
        Var columns = UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, inner);
        Var ratios = UntypedOps.Diagonal(m);
        (nint height, nint width) = (change.Shape[-2], change.Shape[-1]);
        if (height > width)
        {
            Var outside = UntypedOps.Subtract(right, UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, p));
            columns = UntypedOps.Add(columns, UntypedOps.Multiply(outside, UntypedOps.AsRow(ratios)));
        }

        Var taken = UntypedOps.MatMul(MatrixForm.Plain, columns, MatrixForm.Plain, vh);
        if (width <= height) return taken;
        Var left = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, u, MatrixForm.Plain, change);
        Var beyond = UntypedOps.Subtract(left, UntypedOps.MatMul(MatrixForm.Plain, p, MatrixForm.Plain, vh));
        return UntypedOps.Add(taken, UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, UntypedOps.Multiply(beyond, UntypedOps.AsColumn(ratios))));
    }
}
