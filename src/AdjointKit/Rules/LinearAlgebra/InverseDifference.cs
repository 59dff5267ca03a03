using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// f = 1 / (y - x) for values y in a row and x in a column, and 0 where they are equal up to rounding: what derivatives of eigenvectors are divided by; df = -f^2 (dy - dx).
/// Values are equal if they differ by at most 8 sqrt(n) units of rounding of the largest of the n numbers |y| of the row, that limit being rounded up to a power of two.
/// </summary>
internal sealed class InverseDifference : Rule
{
    internal static readonly InverseDifference Rule = new();

    internal override string Name => "inverse difference";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray x = c.X(0);
        UntypedArray y = c.X(1);
        UntypedArray f = c.NewOutput(y.ElementType, UntypedOps.BroadcastShape(x.Shape, y.Shape, Name));
        if (f.Count == 0) return;
        bool isSingle = y.ElementType == ElementType.Float32;
        double limit = double.Exp2(Math.Ceiling(Math.Log2(8 * Math.Sqrt(y.Shape[-1]) * (isSingle ? 1.1920929e-7 : 2.220446049250313e-16))));

        // A number whose last place is twice the limit: what is added to it and is not larger than the limit is lost.
        double coarse = 1.5 * limit * (isSingle ? 1 << 24 : 1L << 53);
        Backend backend = c.Backend;
        UntypedArray magnitudes = backend.Allocate(y.ElementType, y.Shape, c.Tape.Compute.Memory);
        UntypedArray largest = backend.Allocate(y.ElementType, y.Shape.With(y.Rank - 1, 1), c.Tape.Compute.Memory);
        UntypedArray rounded = backend.Allocate(y.ElementType, f.Shape, c.Tape.Compute.Memory);
        backend.Unary(UnaryOp.Abs, y, magnitudes);
        backend.ReduceTo(ReductionOp.Largest, magnitudes, largest);
        backend.Affine(1, largest, isSingle ? 1e-37 : 1e-300, largest);
        backend.Binary(BinaryOp.Subtract, y, x, f);
        backend.Binary(BinaryOp.Divide, f, largest, f);
        backend.Affine(1, f, coarse, rounded);
        backend.Affine(1, rounded, -coarse, rounded);

        // r / (r d) is 1 / d, and 0 where r is 0.
        backend.Binary(BinaryOp.Multiply, rounded, f, f);
        backend.Unary(UnaryOp.Reciprocal, f, f);
        backend.Binary(BinaryOp.StrongMultiply, rounded, f, f);
        backend.Binary(BinaryOp.Divide, f, largest, f);
        magnitudes.Release();
        largest.Release();
        rounded.Release();
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
