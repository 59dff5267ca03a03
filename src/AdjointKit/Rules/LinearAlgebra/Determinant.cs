using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>y = det A, with inputs A and its factors; dy = y tr(A^-1 dA); Abar += ybar conj(y) A^-H.</summary>
internal sealed class Determinant : Rule
{
    internal static readonly Determinant Rule = new();

    internal override string Name => "determinant";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c) => c.Backend.LuDeterminant(c.X(1), c.NewOutput(c.X(0).ElementType, FactorizationShapes.BatchOf(c.X(0).Shape)));

    internal override void Tangent(in RuleContext c) =>
        c.SetTangent(UntypedOps.Push(UntypedOps.Trace(UntypedOps.LuSolve(MatrixForm.Plain, c.Input(0), c.Input(1), c.Tangent(0))), c.Output()));

    internal override void Adjoint(in RuleContext c) => c.Accumulate(0, UntypedOps.ScaledInverseAdjoint(c.Input(0), c.Input(1), UntypedOps.Pull(c.Cotangent(), c.Output())));
}
