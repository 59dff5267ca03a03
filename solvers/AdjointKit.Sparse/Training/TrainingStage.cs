namespace AdjointKit.Sparse;

/// <summary>A stretch of training with one set of parameters, one loss and one learning rate.</summary>
/// <param name="Layers">The loss is that of the output of so many layers.</param>
/// <param name="NewOnly">Whether only what the last of these layers is the first to use is trained; otherwise all that the layers use.</param>
/// <param name="Rate">The learning rate of Adam.</param>
/// <param name="Patience">The stage ends after so many steps without a better validation.</param>
/// <param name="Most">The stage ends after so many steps in any case.</param>
public readonly record struct TrainingStage(int Layers, bool NewOnly, double Rate, int Patience, int Most = int.MaxValue);
