namespace AdjointKit.Sparse;

/// <summary>What a stage of a training makes small. e is the error x_k - x of a sample after a layer.</summary>
public enum NetworkLoss
{
    /// <summary>1/2 sum |e|^2 after the last layer: that of the papers. A few dense signals, of errors a thousand times those of the others, hold nearly all of it.</summary>
    HalfSquares,

    /// <summary>sum |e| after the last layer, or of a power of it (<see cref="TrainingStage.Power"/>): dense signals still lead, but do not drown the others.</summary>
    Norms,

    /// <summary>sum log |e|^2 after every layer: each sample and each layer counts the same, however small its error is already.</summary>
    LayerLogarithms,
}
