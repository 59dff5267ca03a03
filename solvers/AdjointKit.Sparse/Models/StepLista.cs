using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// x = eta(x + gamma_k W^T (y - A x); theta_k) with one W for all layers (Liu, Chen, Wang, Yin, ICLR 2019): ALISTA, where W is the analytic weight and only the steps gamma and thresholds theta
/// are learned, and TiLISTA, where W is learned, too.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class StepLista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly NdArray<T> analytic;
    private readonly int learned = -1;
    private readonly int[] steps;
    private readonly int[] thresholds;

    private StepLista(Dictionary<T> dictionary, int layers, SupportSelection? selection, double weight, bool isLearned, bool analyticStart)
        : base(dictionary, layers, selection)
    {
        StartsAnalytic = isLearned && analyticStart;
        double length = ListaStart.Length(dictionary.NormSquared);
        if (isLearned)
        {
            using NdArray<T> ista = dictionary.ScaledTranspose(length);
            learned = AddMatrix(AnalyticWeight.LearnedName, analyticStart ? dictionary.TransposedWeight : ista);
        }
        else
        {
            analytic = dictionary.TransposedWeight;
        }

        steps = new int[layers];
        thresholds = new int[layers];
        for (int k = 0; k < layers; k++)
        {
            steps[k] = AddNumber(k, "gamma", 1);
            thresholds[k] = AddNumber(k, "theta", weight * length);
        }
    }

    /// <summary>ALISTA, untrained: gamma = 1 and theta = lambda / (1.001 |A|^2).</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="selection">Support selection; null: none.</param>
    /// <param name="weight">lambda.</param>
    public static StepLista<T> Alista(Dictionary<T> dictionary, int layers, SupportSelection? selection = null, double weight = ListaStart.Weight) =>
        new(dictionary, layers, selection, weight, isLearned: false, analyticStart: true);

    /// <summary>TiLISTA, untrained: W = A / L, gamma = 1 and theta = lambda / L with L = 1.001 |A|^2, or W the analytic weight.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="selection">Support selection; null: none.</param>
    /// <param name="weight">lambda.</param>
    /// <param name="analyticStart">Whether W starts as the analytic weight (a warm start), not as A / L.</param>
    public static StepLista<T> Tied(Dictionary<T> dictionary, int layers, SupportSelection? selection = null, double weight = ListaStart.Weight, bool analyticStart = false) =>
        new(dictionary, layers, selection, weight, isLearned: true, analyticStart);

    /// <inheritdoc/>
    public override string Name => learned < 0 ? "alista" : "tilista";

    internal override bool StartsAnalytic { get; }

    internal override void Become(StepLista<T> alista)
    {
        Dictionary.Compute.Backend.Copy(Dictionary.TransposedWeight, Parameters[learned].As<T>());
        for (int k = 0; k < Layers; k++)
        {
            alista.Numbers(k, out double gamma, out double theta);
            Dictionary.Compute.Backend.Fill(Parameters[steps[k]], gamma);
            Dictionary.Compute.Backend.Fill(Parameters[thresholds[k]], theta);
        }
    }

    /// <summary>The step and the threshold of a layer.</summary>
    internal void Numbers(int k, out double gamma, out double theta)
    {
        using NdArray<T> step = Dictionary.Compute.ToHost(Parameters[steps[k]].As<T>());
        using NdArray<T> threshold = Dictionary.Compute.ToHost(Parameters[thresholds[k]].As<T>());
        gamma = double.CreateChecked(step.AsReadOnlySpan()[0]);
        theta = double.CreateChecked(threshold.AsReadOnlySpan()[0]);
    }

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Tape tape = y.Tape;
        Var<T> w = learned < 0 ? tape.Constant(analytic) : Use(learned, tape);
        return Shrink(Step(k, x, Use(steps[k], tape), k == 0 ? y : Misfit(y, x), w), Use(thresholds[k], tape), k);
    }
}
