namespace AdjointKit.Optimization;

/// <summary>
/// Gradient steps: x = x - rate g; with momentum v = mu v + g, x = x - rate v (Polyak, USSR Comput. Math. 4, 1964); with Nesterov's x = x - rate (g + mu v)
/// (Sutskever, Martens, Dahl and Hinton, ICML 2013). Real and complex.
/// </summary>
public sealed record Sgd : UpdateRule
{
    /// <summary>mu.</summary>
    public double Momentum { get; init; }

    /// <summary>Whether the step is Nesterov's.</summary>
    public bool Nesterov { get; init; }

    internal override string Name => "SGD";

    internal override bool KeepsFirst => Momentum != 0;

    internal override bool KeepsSecond => false;

    internal override UpdateRule Valid()
    {
        RequireFraction(Momentum, "a momentum");
        Require(!Nesterov || Momentum > 0, "Nesterov's step needs a momentum above 0");
        return base.Valid();
    }

    internal override void Advance<TVector, TScalar, TOn>(TOn on, TScalar rate, long step, ref UpdateState<TVector> state)
    {
        Decay<TVector, TScalar, TOn>(on, ref state);
        if (Momentum != 0)
        {
            Blend<TVector, TScalar, TOn>(on, Momentum, 1, state.Gradient, ref state.First);
            if (Nesterov) on.AddMultiple(Momentum, state.First, ref state.Gradient);
        }

        on.AddScaled(-rate, Momentum != 0 && !Nesterov ? state.First : state.Gradient, ref state.X);
    }
}
