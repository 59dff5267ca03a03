using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// f = 1 / (y - x) for values y in a row and x in a column, and 0 where they are equal up to rounding: what derivatives of eigenvectors are divided by. With m the largest
/// |y| of the row, e the rounding of its n numbers and d = (y - x) / m, it is d / (d^2 + (n e)^2) / m, which has no jump; df = -f^2 (dy - dx).
/// </summary>
internal sealed class InverseDifference : Rule
{
    internal static readonly InverseDifference Rule = new();

    internal override string Name => "inverse difference";

    internal override Needs Needs => Needs.Outputs;

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.X(1);
        UntypedArray f = c.NewOutput(y.ElementType, UntypedOps.BroadcastShape(x.Shape, y.Shape, Name));
        if (f.Count == 0) return;
        bool isSingle = y.ElementType == ElementType.Float32;
        double rounding = y.Shape[-1] * (isSingle ? float.BitIncrement(1) - 1 : double.BitIncrement(1) - 1);
        Backend backend = c.Backend;
        UntypedArray magnitudes = backend.Allocate(y.ElementType, y.Shape, c.Tape.Compute.Memory);
        UntypedArray largest = backend.Allocate(y.ElementType, y.Shape.With(y.Rank - 1, 1), c.Tape.Compute.Memory);
        UntypedArray squares = backend.Allocate(y.ElementType, f.Shape, c.Tape.Compute.Memory);
        backend.Unary(UnaryOp.Abs, y, magnitudes);
        backend.ReduceTo(ReductionOp.Largest, magnitudes, largest);
        backend.Affine(1, largest, isSingle ? 1e-37 : 1e-300, largest);
        backend.Binary(BinaryOp.Subtract, y, x, f);
        backend.Binary(BinaryOp.Divide, f, largest, f);
        backend.Unary(UnaryOp.Square, f, squares);
        backend.Affine(1, squares, rounding * rounding, squares);
        backend.Binary(BinaryOp.Divide, f, squares, f);
        backend.Binary(BinaryOp.Divide, f, largest, f);
        magnitudes.Release();
        largest.Release();
        squares.Release();
    }

    internal override void Tangent(in RuleContext c)
    {
        Var change = UntypedOps.Add(c.Tangent(0), UntypedOps.Affine(-1, c.Tangent(1), 0));
        c.SetTangent(UntypedOps.Push(change, UntypedOps.Square(c.Output())));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var change = UntypedOps.Pull(c.Cotangent(), UntypedOps.Square(c.Output()));
        c.Accumulate(0, change);
        if (c.IsActive(1)) c.Accumulate(1, UntypedOps.Affine(-1, change, 0));
    }
}
