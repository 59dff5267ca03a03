namespace AdjointKit.Nn;

/// <summary>The form of an <see cref="LstmOptimizer{T}"/>; what is left out is that of the paper.</summary>
public sealed record LstmOptimizerOptions
{
    /// <summary>The number of layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>The length of the state of each.</summary>
    public int Units { get; init; } = 20;

    /// <summary>p: gradients of magnitudes from e^-p on are seen by their logarithms.</summary>
    public double Preprocessing { get; init; } = 10;

    /// <summary>What the output of the network is multiplied by: small, as the first steps of an untrained one are random.</summary>
    public double OutputScale { get; init; } = 0.1;

    /// <summary>
    /// The rate of gradient steps with momentum that the network starts from and corrects; null: it makes the steps itself, as in the paper. With v the velocity and a, b, c its three outputs for each
    /// coordinate: v = s(c + log(mu / (1 - mu))) v + g, x = x - rate (e^a v + b g), s the logistic function. It sees v as it sees g. An untrained one is close to <see cref="Optimization.Sgd"/>. Nothing bounds its
    /// steps: train it with second derivatives and at small rates, 1e-3 with warm-up, say.
    /// </summary>
    public double? Rate { get; init; }

    /// <summary>mu, the momentum that goes with <see cref="Rate"/>.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>These options, if their numbers are such.</summary>
    internal LstmOptimizerOptions Valid()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Layers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Units, 1);
        if (!(Preprocessing > 0 && double.IsFinite(Preprocessing))) throw new ArgumentException($"the p of the preprocessing is above 0 and finite, not {Preprocessing}");
        if (!(OutputScale > 0 && double.IsFinite(OutputScale))) throw new ArgumentException($"the scale of the output is above 0 and finite, not {OutputScale}");
        if (Rate is double rate && !(rate > 0 && double.IsFinite(rate))) throw new ArgumentException($"the rate of the steps that are corrected is above 0 and finite, not {rate}");
        if (!(Momentum > 0 && Momentum < 1)) throw new ArgumentException($"a momentum that is corrected lies between 0 and 1, not at {Momentum}");
        return this;
    }
}
