using System.Diagnostics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Rules.LinearAlgebra;

/// <summary>Singular values, or the eigenvalues of the Hermitian part, without vectors: for what no derivative passes through. Where one does, the vectors are needed and <see cref="Svd"/> or <see cref="EigenSymmetric"/> is recorded.</summary>
internal sealed class SpectrumOnly : Rule
{
    internal static readonly SpectrumOnly SingularValues = new(eigen: false);
    internal static readonly SpectrumOnly Eigenvalues = new(eigen: true);

    private readonly bool eigen;

    private SpectrumOnly(bool eigen) => this.eigen = eigen;

    internal override string Name => eigen ? "eigenvalues" : "singular values";

    internal override void Batch(in BatchedInputs inputs, Span<Var> outputs) => inputs.OnLastAxes(outputs);

    internal override void Value(in RuleContext c)
    {
        UntypedArray a = c.X(0);
        if (eigen)
        {
            FactorizationShapes.RequireSquare("an eigendecomposition", a.Shape);
            c.Backend.EigenSymmetric(a, c.NewOutput(ElementTypes.RealOf(a.ElementType), a.Shape.Without(a.Rank - 1)), default);
        }
        else
        {
            FactorizationShapes.RequireMatrix("a singular value decomposition", a.Shape);
            UntypedArray s = c.NewOutput(ElementTypes.RealOf(a.ElementType), a.Shape.Without(a.Rank - 2).With(a.Rank - 2, Math.Min(a.Shape[-2], a.Shape[-1])));
            c.Backend.Svd(a, default, s, default);
        }
    }

    internal override void Tangent(in RuleContext c) => throw new UnreachableException();

    internal override void Adjoint(in RuleContext c) => throw new UnreachableException();
}
