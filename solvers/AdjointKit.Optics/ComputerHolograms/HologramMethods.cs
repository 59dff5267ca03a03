namespace AdjointKit.Optics;

/// <summary>The methods for phase-only holograms.</summary>
public static class HologramMethods
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<HologramMethod> All { get; } = [new HologramByProjections(), new HologramByWeights(), new HologramByGradient()];
}
