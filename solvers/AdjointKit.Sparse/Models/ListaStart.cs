namespace AdjointKit.Sparse;

/// <summary>The ISTA that networks of the family start as.</summary>
internal static class ListaStart
{
    /// <summary>lambda.</summary>
    internal const double Weight = 0.4;

    /// <summary>The length of a step, a little below 1 / |A|^2.</summary>
    internal static double Length(double normSquared) => 1 / (1.001 * normSquared);
}
