namespace AdjointKit.Optimization;

/// <summary>How an <see cref="Optimizer"/> goes about it.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The rule.</summary>
    public UpdateRule Rule { get; init; } = new Adam();

    /// <summary>The learning rate of each step.</summary>
    public LearningRate LearningRate { get; init; } = 1e-3;

    /// <summary>The limit of the gradients; null: none.</summary>
    public GradientClip? Clip { get; init; }

    /// <summary>The mean of the iterates that is kept; null: none.</summary>
    public IterateAverage? Average { get; init; }
}
