using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// Step-LISTA, or SLISTA (Ablin, Moreau, Massias, Gramfort, "Learning step sizes for unfolded sparse coding", NeurIPS 2019): ISTA of a fixed weight lambda whose steps alone are learned,
/// x' = eta(x + gamma_k A^T (y - A x); gamma_k lambda). A layer of it makes |y - A x|^2 / 2 + lambda |x|_1 smaller, which the paper trains it for (<see cref="TrainingRecipe.PenaltyWeight"/>). It
/// starts as ISTA, gamma = 1 / (1.001 |A|^2).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StepSizeLista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] steps;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="weight">lambda.</param>
    public StepSizeLista(Dictionary<T> dictionary, int layers, double weight = ListaStart.Weight)
        : base(dictionary, layers, selection: null)
    {
        Weight = weight;
        steps = new int[layers];
        for (int k = 0; k < layers; k++) steps[k] = AddNumber(k, "gamma", ListaStart.Length(dictionary.NormSquared));
    }

    /// <inheritdoc/>
    public override string Name => "step-lista";

    /// <summary>lambda.</summary>
    public double Weight { get; }

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Var<T> a = y.Tape.Constant(Dictionary.Transposed);
        Var<T> gamma = Use(steps[k], y.Tape);
        return Shrink(Step(k, x, gamma, k == 0 ? y : Misfit(y, x), a), Weight * gamma, k);
    }
}
