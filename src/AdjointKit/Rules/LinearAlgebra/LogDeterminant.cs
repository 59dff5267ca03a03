using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>
/// s and l with det A = s e^l, |s| = 1, l real, with inputs A and its factors. With t = tr(A^-1 dA): dl = Re t, ds = i s Im t;
/// Abar += (lbar + i Im(sbar conj(s))) A^-H.
/// </summary>
internal sealed class LogDeterminant : Rule
{
    internal static readonly LogDeterminant Rule = new();

    internal override string Name => "log determinant";

    internal override Needs Needs => Needs.Inputs | Needs.Outputs;

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        ElementType type = c.X(0).ElementType;
        Shape batch = FactorizationShapes.BatchOf(c.X(0).Shape);
        UntypedArray sign = c.NewOutput(type, batch);
        UntypedArray logarithm = c.NewOutput(ElementTypes.RealOf(type), batch);
        c.Backend.LuLogDeterminant(c.X(1), sign, logarithm);
    }

    internal override void Tangent(in RuleContext c)
    {
        Var trace = UntypedOps.Trace(UntypedOps.LuSolve(MatrixForm.Plain, c.Input(0), c.Input(1), c.Tangent(0)));
        c.SetTangent(1, UntypedOps.Real(trace));
        if (IsComplex(c)) c.SetTangent(0, UntypedOps.Affine(Complex.ImaginaryOne, UntypedOps.Push(UntypedOps.ToComplex(UntypedOps.Imaginary(trace)), c.Output(0)), 0));
    }

    internal override void Adjoint(in RuleContext c)
    {
        Var weight = c.Cotangent(1);
        if (IsComplex(c) && !c.Cotangent(0).IsNone)
        {
            Var turn = UntypedOps.Imaginary(UntypedOps.Pull(c.Cotangent(0), c.Output(0)));
            weight = UntypedOps.Add(weight, UntypedOps.Affine(Complex.ImaginaryOne, UntypedOps.ToComplex(turn), 0));
        }

        c.Accumulate(0, UntypedOps.ScaledInverseAdjoint(c.Input(0), c.Input(1), weight));
    }

    private static bool IsComplex(in RuleContext c) => ElementTypes.IsComplex(c.X(0).ElementType);
}
