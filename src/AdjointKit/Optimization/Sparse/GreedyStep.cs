using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>What the methods that pick columns by their inner products with the misfit have in common. They are differentiated on the supports that were picked.</summary>
internal abstract class GreedyStep(SampleOperator a, SupportFit fit) : SparseStep(a)
{
    private protected SupportFit Fit { get; } = fit;

    internal override void Release() => Fit.Release();

    /// <summary>|A^H (y - A x)|, and 1 for the samples whose misfit is more than rounding: the others are done.</summary>
    private protected (Var Correlation, Var IsOpen) Judge(Var y, Var x)
    {
        const double Roundings = 64;
        Var misfit = UntypedOps.StopGradient(A.Misfit(y, x));
        Var isOpen = UntypedOps.Greater(A.Norm(misfit), (Roundings * Precision.UnitRoundoff(y.ElementType)) * A.Norm(UntypedOps.StopGradient(y)));
        return (UntypedOps.Abs(A.ApplyAdjoint(misfit)), isOpen);
    }

    /// <summary>Numbers to sort by: those of a support come before all others.</summary>
    private protected static Var SupportFirst(Var support, Var size) => UntypedOps.Where(support, UntypedOps.ConstantLike(size, double.PositiveInfinity), size);
}
