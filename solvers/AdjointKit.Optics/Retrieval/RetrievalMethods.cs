namespace AdjointKit.Optics;

/// <summary>The methods of phase retrieval of one object.</summary>
public static class RetrievalMethods
{
    /// <summary>All of them, with what they have where nothing else is stated.</summary>
    public static IReadOnlyList<RetrievalMethod> All { get; } =
    [
        new ErrorReduction(),
        new HybridInputOutput(),
        new RelaxedReflections(),
        new DifferenceMap(),
        new WirtingerFlow(),
        new AmplitudeFlow(),
    ];
}
