namespace AdjointKit.Optics;

/// <summary>A part of a phase retrieval: so many iterations of a method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Iterations">The number of its iterations.</param>
public sealed record RetrievalStage(RetrievalMethod Method, int Iterations);
