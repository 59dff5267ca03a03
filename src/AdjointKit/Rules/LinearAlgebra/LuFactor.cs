using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>The LU factors of A, for the ops that solve with A or take its determinant: they bring the derivatives with respect to A, this one has none.</summary>
internal sealed class LuFactor : Rule
{
    internal static readonly LuFactor Rule = new();

    internal override string Name => "LU factorisation";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        FactorizationShapes.RequireSquare("an LU factorisation", a.Shape);
        c.Backend.LuFactor(a, c.NewOutput(a.ElementType, a.Shape.With(a.Rank - 2, a.Shape[-2] + 1)));
    }

    internal override void Tangent(in RuleContext c)
    {
    }

    internal override void Adjoint(in RuleContext c)
    {
    }
}
