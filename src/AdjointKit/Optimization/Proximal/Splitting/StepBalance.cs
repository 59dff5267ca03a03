using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>
/// By what a primal step is to be longer, so that the primal and the dual residual fall alike: each change is smaller than the one before by a factor, so that their product is bounded and the
/// iteration converges as with fixed lengths (Goldstein et al. 2013).
/// </summary>
internal struct StepBalance()
{
    private const double Imbalance = 1.5;
    private const double Decay = 0.95;

    private double change = 0.5;

    /// <summary>The factor for the primal step; 1: none.</summary>
    internal double Factor(double primal, double dual)
    {
        double factor = primal > Imbalance * dual ? 1 / (1 - change)
            : dual > Imbalance * primal ? 1 - change
            : 1;
        if (factor != 1) change *= Decay;
        return factor;
    }

    internal void Visit(StateExchange exchange) => exchange.Number(ref change);
}
