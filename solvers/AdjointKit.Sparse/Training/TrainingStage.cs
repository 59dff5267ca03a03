namespace AdjointKit.Sparse;

/// <summary>A stretch of training with one set of parameters, one loss and one course of the learning rate.</summary>
/// <param name="Layers">The loss is that of the output of so many layers.</param>
/// <param name="NewOnly">Whether only what the last of these layers is the first to use is trained; otherwise all that the layers use.</param>
/// <param name="Rate">The learning rate of Adam, at the beginning.</param>
/// <param name="Patience">The stage ends after so many steps without a better validation.</param>
/// <param name="Most">The stage ends after so many steps in any case.</param>
public readonly record struct TrainingStage(int Layers, bool NewOnly, double Rate, int Patience, int Most = int.MaxValue)
{
    /// <summary>The rate that half a cosine over <see cref="Most"/> steps comes down to; null: the rate stays.</summary>
    public double? FinalRate { get; init; }

    /// <summary>Whether a network whose two matrices of a layer are free of each other trains only one of them, and the other follows as it does in ISTA: LISTA, which is then LISTA-CP.</summary>
    public bool IsCoupled { get; init; }

    /// <summary>What is made small.</summary>
    public NetworkLoss Loss { get; init; }

    /// <summary>p where not the norms of errors are summed but |e|^p (<see cref="NetworkLoss.Norms"/>): below 1 the worst samples lead less. Null: 1.</summary>
    public double? Power { get; init; }

    /// <summary>The network is validated after so many steps; null: after those of the recipe.</summary>
    public int? ValidationInterval { get; init; }

    /// <summary>The share of elements other than 0 in the signals that are trained on; null: that of the signals to be recovered.</summary>
    public double? Density { get; init; }
}
