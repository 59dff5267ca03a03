using AdjointKit.Autodiff;
using AdjointKit.Optimization;

namespace AdjointKit.Optics;

/// <summary>Amplitude flow: down the gradient of 1/2 sum (|A x| - a)^2 (Wang, Giannakis and Eldar, IEEE Trans. Inf. Theory 64, 2018), with Nesterov's momentum.</summary>
public sealed record AmplitudeFlow : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "af";

    /// <summary>The length of a step in units of 1/|A|^2.</summary>
    public double Step { get; init; } = 1;

    /// <summary>The momentum, from 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.5;

    internal override Var Misfit(Var v, Var amplitudes) => UntypedOps.HalfSquaredNorm(UntypedOps.Subtract(UntypedOps.Abs(v), amplitudes));

    internal override OptimizerOptions Steps<T>(RetrievalProblem<T> problem) => new() { Rule = new Sgd { Momentum = Momentum, Nesterov = Momentum > 0 }, LearningRate = Step / problem.SquaredNorm };
}
