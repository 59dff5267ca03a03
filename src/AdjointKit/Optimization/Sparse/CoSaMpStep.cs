using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>
/// Compressive sampling matching pursuit (Needell and Tropp, Appl. Comput. Harmon. Anal. 26, 2009): the 2 k columns whose inner products with the misfit are largest join the support, and of the
/// least-squares fit on the whole the k largest elements stay. Recovers every k-sparse signal where A keeps lengths of 4 k-sparse ones to within a tenth.
/// </summary>
internal sealed class CoSaMpStep(SampleOperator a, SupportFit fit, int sparsity) : GreedyStep(a, fit)
{
    internal override string Name => "CoSaMP";

    internal override void Begin(Var y, Span<Var> state) => state[0] = Supports.Limited(state[0], sparsity);

    internal override void Advance(int number, Var y, Span<Var> state)
    {
        Var x = state[0];
        (Var correlation, Var isOpen) = Judge(y, x);
        Var support = Supports.Of(x);
        Var least = UntypedOps.GatherAlong(correlation, UntypedOps.Slice(Supports.Largest(correlation, 2 * sparsity), 1, (2 * sparsity) - 1, 1, 1), 1);

        // The union is of 2 k to 3 k columns: 3 k are taken, and those that are not in it do not count.
        Var places = Supports.Largest(SupportFirst(support, correlation), 3 * sparsity);
        Var union = UntypedOps.Maximum(support, UntypedOps.GreaterOrEqual(correlation, least));
        Var isUsed = UntypedOps.GatherAlong(union, places, 1) * isOpen;
        state[0] = Supports.Limited(Fit.Corrected(y, x, places, isUsed), sparsity);
    }
}
