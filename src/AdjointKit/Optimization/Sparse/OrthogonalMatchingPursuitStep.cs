using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Orthogonal matching pursuit (Pati, Rezaiifar, Krishnaprasad 1993): the column whose inner product with the misfit is largest joins the support, and x is the least-squares fit on it. For columns of unit
/// norm with inner products of at most mu, k nonzeros are found exactly where k is below (1 + 1 / mu) / 2 (Tropp, "Greed is good", IEEE Trans. Inf. Theory 50, 2004).
/// </summary>
internal sealed class OrthogonalMatchingPursuitStep(SampleOperator a, SupportFit fit, int sparsity) : GreedyStep(a, fit)
{
    internal override string Name => "orthogonal matching pursuit";

    internal override int? LastStep => sparsity;

    internal override bool StartsFromZeros => true;

    internal override void Advance(int number, Var y, Span<Var> state)
    {
        Var x = state[0];
        (Var correlation, Var isOpen) = Judge(y, x);
        Var places = Supports.Largest(SupportFirst(Supports.Of(x), correlation), number + 1);
        state[0] = Fit.Corrected(y, x, places, UntypedOps.BroadcastTo(isOpen, places.Shape));
    }

    internal override Var Scale(Var y) => UntypedOps.Norm(y, 2, default);

    /// <summary>|y - A x|.</summary>
    internal override (Var Residual, Var Objective) Measure(Var y, Var before, ReadOnlySpan<Var> state)
    {
        Var misfit = A.Misfit(y, state[0]);
        return (UntypedOps.Norm(misfit, 2, default), UntypedOps.HalfSquaredNorm(misfit));
    }
}
