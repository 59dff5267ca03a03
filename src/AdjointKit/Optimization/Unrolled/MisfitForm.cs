namespace AdjointKit.Optimization;

/// <summary>How a step takes |A x - b|^2 / 2.</summary>
internal enum MisfitForm
{
    /// <summary>By its gradient.</summary>
    Gradient,

    /// <summary>By a dual variable for A x.</summary>
    Dual,

    /// <summary>By its prox, where there is no A: x is drawn towards b.</summary>
    Drawn,
}
