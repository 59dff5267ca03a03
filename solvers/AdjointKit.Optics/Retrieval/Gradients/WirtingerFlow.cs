using AdjointKit.Autodiff;
using AdjointKit.Optimization;

namespace AdjointKit.Optics;

/// <summary>Wirtinger flow: down the gradient of 1/4 sum (|A x|^2 - a^2)^2, the steps growing to their length (Candes, Li and Soltanolkotabi, IEEE Trans. Inf. Theory 61, 2015).</summary>
public sealed record WirtingerFlow : GradientMethod
{
    /// <inheritdoc/>
    public override string Name => "wirtinger";

    /// <summary>The length of a step in units of n / sum a^2, n the number of points of the object.</summary>
    public double Step { get; init; } = 0.2;

    /// <summary>The number of steps in which the length grows to its own, linearly.</summary>
    public int WarmUp { get; init; } = 100;

    internal override Var Misfit(Var v, Var amplitudes) => UntypedOps.Affine(0.5, UntypedOps.HalfSquaredNorm(UntypedOps.Subtract(UntypedOps.AbsSquared(v), UntypedOps.Square(amplitudes))), 0);

    internal override OptimizerOptions Steps<T>(RetrievalProblem<T> problem)
    {
        double light = problem.Model.Compute.Backend.Dot(problem.Amplitudes, problem.Amplitudes).Real;
        double length = Step * problem.Model.Domain.Count / light;
        return new() { Rule = new Sgd(), LearningRate = LearningRate.Cosine(length, WarmUp + 1, WarmUp, final: length) };
    }
}
