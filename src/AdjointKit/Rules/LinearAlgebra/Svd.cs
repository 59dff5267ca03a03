using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// A = U diag(s) V^H, thin. With P = U^H dA V = H + K (Hermitian and anti-Hermitian part), G_ij = 1 / (s_j - s_i) and T_ij = 1 / (s_i + s_j), 0 where a divisor is 0:
/// ds = Re of the diagonal of P, U^H dU = G o H + T o K, V^H dV = G o H - T o K, and what leaves the spaces of U and V is (1 - U U^H) dA V / s and (1 - V V^H) dA^H U / s
/// (Townsend 2016, for complex matrices Wan and Zhang 2019, here split so that no squares are subtracted).
/// </summary>
/// <remarks>The phases of a pair of complex vectors are free; the derivative turns both by opposite angles. Equal and zero values: see <see cref="EigenSymmetric"/>.</remarks>
internal sealed class Svd : Rule
{
    internal static readonly Svd Rule = new();

    internal override string Name => "singular value decomposition";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        FactorizationShapes.RequireMatrix("a singular value decomposition", a.Shape);
        nint count = Math.Min(a.Shape[-2], a.Shape[-1]);
        UntypedArray u = c.NewOutput(a.ElementType, a.Shape.With(a.Rank - 1, count));
        UntypedArray s = c.NewOutput(ElementTypes.RealOf(a.ElementType), a.Shape.Without(a.Rank - 2).With(a.Rank - 2, count));
        UntypedArray vh = c.NewOutput(a.ElementType, a.Shape.With(a.Rank - 2, count));
        c.Backend.Svd(a, u, s, vh);
    }

    internal override void Tangent(in RuleContext c)
    {
        (Var u, Var s, Var vh) = (c.Output(0), c.Output(1), c.Output(2));
        Var right = UntypedOps.MatMul(MatrixForm.Plain, c.Tangent(), MatrixForm.ConjugateTransposed, vh);
        Var inner = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, u, MatrixForm.Plain, right);
        c.SetTangent(1, UntypedOps.Real(UntypedOps.Diagonal(inner)));
        Var sums = UntypedOps.InverseDifferences(UntypedOps.Affine(-1, s, 0), s);
        Var together = UntypedOps.Push(UntypedOps.HermitianPart(inner), UntypedOps.InverseDifferences(s, s));
        Var apart = UntypedOps.Push(UntypedOps.AntiHermitianPart(inner), sums);
        Var turnU = UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, UntypedOps.Add(together, apart));
        Var turnV = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, UntypedOps.Add(together, UntypedOps.Affine(-1, apart, 0)), MatrixForm.Plain, vh);
        if (LeavesU(c))
        {
            Var outside = UntypedOps.Subtract(right, UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, inner));
            turnU = UntypedOps.Add(turnU, UntypedOps.Push(outside, Reciprocals(sums, rows: false)));
        }

        if (LeavesV(c))
        {
            Var left = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, u, MatrixForm.Plain, c.Tangent());
            Var outside = UntypedOps.Subtract(left, UntypedOps.MatMul(MatrixForm.Plain, inner, MatrixForm.Plain, vh));
            turnV = UntypedOps.Add(turnV, UntypedOps.Push(outside, Reciprocals(sums, rows: true)));
        }

        c.SetTangent(0, turnU);
        c.SetTangent(2, turnV);
    }

    internal override void Adjoint(in RuleContext c)
    {
        (Var u, Var s, Var vh) = (c.Output(0), c.Output(1), c.Output(2));
        (Var barU, Var barVh) = (c.Cotangent(0), c.Cotangent(2));
        Var inner = UntypedOps.DiagonalMatrix(c.Cotangent(1));
        if (!barU.IsNone || !barVh.IsNone)
        {
            Var fromU = UntypedOps.MatMul(MatrixForm.ConjugateTransposed, u, MatrixForm.Plain, barU);
            Var fromV = UntypedOps.MatMul(MatrixForm.Plain, vh, MatrixForm.ConjugateTransposed, barVh);
            Var sums = UntypedOps.InverseDifferences(UntypedOps.Affine(-1, s, 0), s);
            Var together = UntypedOps.AntiHermitianPart(UntypedOps.Add(fromU, fromV));
            Var apart = UntypedOps.AntiHermitianPart(UntypedOps.Add(fromU, UntypedOps.Affine(-1, fromV, 0)));
            inner = UntypedOps.Add(inner, UntypedOps.Add(UntypedOps.Push(together, UntypedOps.InverseDifferences(s, s)), UntypedOps.Push(apart, sums)));
            if (LeavesU(c) && !barU.IsNone)
            {
                Var outside = UntypedOps.Subtract(barU, UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, fromU));
                c.Accumulate(0, UntypedOps.MatMul(MatrixForm.Plain, UntypedOps.Push(outside, Reciprocals(sums, rows: false)), MatrixForm.Plain, vh));
            }

            if (LeavesV(c) && !barVh.IsNone)
            {
                Var outside = UntypedOps.Subtract(barVh, UntypedOps.MatMul(MatrixForm.ConjugateTransposed, fromV, MatrixForm.Plain, vh));
                c.Accumulate(0, UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, UntypedOps.Push(outside, Reciprocals(sums, rows: true))));
            }
        }

        c.Accumulate(0, UntypedOps.MatMul(MatrixForm.Plain, UntypedOps.MatMul(MatrixForm.Plain, u, MatrixForm.Plain, inner), MatrixForm.Plain, vh));
    }

    private static bool LeavesU(in RuleContext c) => c.X(0).Shape[-2] > c.X(0).Shape[-1];

    private static bool LeavesV(in RuleContext c) => c.X(0).Shape[-1] > c.X(0).Shape[-2];

    /// <summary>1 / s, from the diagonal of the inverse sums, as a column that scales rows or as a row that scales columns.</summary>
    private static Var Reciprocals(Var sums, bool rows)
    {
        Var reciprocals = UntypedOps.Affine(2, UntypedOps.Diagonal(sums), 0);
        return rows ? UntypedOps.AsColumn(reciprocals) : UntypedOps.AsRow(reciprocals);
    }
}
