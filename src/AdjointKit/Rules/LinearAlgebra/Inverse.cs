using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>X = A^-1; dX = -X dA X; Abar -= X^H Xbar X^H.</summary>
internal sealed class Inverse : Rule
{
    internal static readonly Inverse Rule = new();

    internal override string Name => "inverse";

    internal override Needs Needs => Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        FactorizationShapes.RequireSquare("an inverse", a.Shape);
        UntypedArray x = c.NewOutput(a.ElementType, a.Shape);
        UntypedArray factors = c.Backend.Allocate(a.ElementType, a.Shape.With(a.Rank - 2, a.Shape[-2] + 1), c.Tape.Compute.Memory);
        UntypedArray identity = c.Backend.Allocate(a.ElementType, new Shape(a.Shape[-1], a.Shape[-1]), c.Tape.Compute.Memory);
        try
        {
            SetIdentity(c.Backend, identity);
            c.Backend.LuFactor(a, factors);
            c.Backend.LuSolve(MatrixForm.Plain, factors, identity, x);
        }
        finally
        {
            factors.Release();
            identity.Release();
        }
    }

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(UntypedOps.Affine(-1, UntypedOps.MatMul(MatrixForm.Plain, c.Output(), MatrixForm.Plain, UntypedOps.MatMul(MatrixForm.Plain, c.Tangent(), MatrixForm.Plain, c.Output())), 0));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.Affine(
        -1,
        UntypedOps.MatMul(MatrixForm.ConjugateTransposed, c.Output(), MatrixForm.Plain, UntypedOps.MatMul(MatrixForm.Plain, c.Cotangent(), MatrixForm.ConjugateTransposed, c.Output())),
        0));

    /// <summary>Fills a contiguous square matrix with the identity.</summary>
    internal static void SetIdentity(Backend backend, in UntypedArray into)
    {
        nint n = into.Shape[-1];
        backend.Fill(into, Complex.Zero);
        if (n > 0) backend.Fill(into.Reshape(new Shape(n * n)).Slice(0, 0, n, n + 1), Complex.One);
    }
}
