namespace AdjointKit.Sparse;

/// <summary>The ISTA, or AMP, that networks of the family start as.</summary>
internal static class ListaStart
{
    /// <summary>lambda.</summary>
    internal const double Weight = 0.4;

    /// <summary>alpha of AMP.</summary>
    internal const double ThresholdFactor = 1.1402;

    /// <summary>The length of a step, a little below 1 / |A|^2.</summary>
    internal static double Length(double normSquared) => 1 / (1.001 * normSquared);
}
