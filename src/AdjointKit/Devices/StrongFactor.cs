namespace AdjointKit.Devices;

/// <summary>Which factor of a product makes it exactly zero where that factor is zero, whatever the other one is.</summary>
internal enum StrongFactor
{
    /// <summary>Neither: zero times NaN is NaN.</summary>
    None = 0,

    /// <summary>The first one.</summary>
    First = 1,

    /// <summary>The second one.</summary>
    Second = 2,
}
