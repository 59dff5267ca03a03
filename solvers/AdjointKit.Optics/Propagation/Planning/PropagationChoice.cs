namespace AdjointKit.Optics;

/// <summary>What <see cref="PropagationPlanner"/> found.</summary>
/// <param name="Method">The method with its padding.</param>
/// <param name="PredictedError">The distance |a - b| / |b| that the result is expected to have from the exact propagation of the samples, over the window of the result.</param>
/// <param name="Warnings">One sentence for each thing that fails, with the number, its limit and the way out.</param>
/// <param name="OutputGrid">The grid on which the field comes out: the field's own.</param>
public sealed record PropagationChoice(PropagationMethod Method, double PredictedError, IReadOnlyList<string> Warnings, FieldGrid OutputGrid);
