using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// LISTA-CP, and LISTA-CPSS with a selection of the support (Chen, Liu, Wang, Yin, NeurIPS 2018): x = eta(x + W_k^T (y - A x); theta_k). It starts as ISTA of weight lambda, W = A / L and
/// theta = lambda / L with L = 1.001 |A|^2, or from the analytic weight.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class CoupledLista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] thresholds;
    private readonly int[] weights;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="selection">Support selection (LISTA-CPSS); null: none.</param>
    /// <param name="weight">lambda of the ISTA that it starts as.</param>
    /// <param name="analyticStart">Whether W starts as the analytic weight (a warm start), not as A / L.</param>
    public CoupledLista(Dictionary<T> dictionary, int layers, SupportSelection? selection = null, double weight = ListaStart.Weight, bool analyticStart = false)
        : base(dictionary, layers, selection)
    {
        StartsAnalytic = analyticStart;
        double length = ListaStart.Length(dictionary.NormSquared);
        using NdArray<T> ista = dictionary.ScaledTranspose(length);
        thresholds = new int[layers];
        weights = new int[layers];
        for (int k = 0; k < layers; k++)
        {
            weights[k] = AddMatrix($"layers.{k}.{AnalyticWeight.LearnedName}", analyticStart ? dictionary.TransposedWeight : ista);
            thresholds[k] = AddNumber(k, "theta", weight * length);
        }
    }

    /// <inheritdoc/>
    public override string Name => Selection is null ? "lista-cp" : "lista-cpss";

    internal override bool StartsAnalytic { get; }

    /// <summary>W_k = gamma_k W.</summary>
    internal override void Become(StepLista<T> alista)
    {
        for (int k = 0; k < Layers; k++)
        {
            alista.Numbers(k, out double gamma, out double theta);
            Dictionary.Compute.Backend.Affine(gamma, Dictionary.TransposedWeight, 0, Parameters[weights[k]].As<T>());
            Dictionary.Compute.Backend.Fill(Parameters[thresholds[k]], theta);
        }
    }

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Var<T> w = Use(weights[k], y.Tape);
        return Shrink(Step(k, x, k == 0 ? y : Misfit(y, x), w), Use(thresholds[k], y.Tape), k);
    }
}
