using AdjointKit.Optimization;

namespace AdjointKit.Nn;

/// <summary>How an <see cref="LstmOptimizer{T}"/> is trained.</summary>
public sealed record LstmTrainingOptions
{
    /// <summary>The steps that are taken on a problem before the next one is drawn: a multiple of <see cref="Unroll"/>.</summary>
    public int Horizon { get; init; } = 100;

    /// <summary>The steps of one window of truncated back-propagation: after them the network is updated, and what it remembers goes on as a constant.</summary>
    public int Unroll { get; init; } = 20;

    /// <summary>The rule that trains the network, with its learning rate and the limit of its gradients.</summary>
    public OptimizerOptions Optimizer { get; init; } = new() { Rule = new Adam(), LearningRate = 3e-3, Clip = GradientClip.ByNorm(1) };

    /// <summary>
    /// Whether the logarithm of the mean loss of each step is made smaller, and not that mean itself: then all steps count alike, those late on a problem, whose losses are small, too.
    /// </summary>
    public bool Logarithmic { get; init; }

    /// <summary>Whether the derivative of the gradients that the network sees by its own earlier steps is taken along: second derivatives of the problem, which the paper leaves out.</summary>
    public bool SecondDerivatives { get; init; }

    /// <summary>These options, if their numbers are such.</summary>
    internal LstmTrainingOptions Valid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Unroll, 1);
        if (Horizon < Unroll || Horizon % Unroll != 0) throw new ArgumentException($"{Horizon} steps on a problem are no multiple of the {Unroll} of a window");
        return this;
    }
}
