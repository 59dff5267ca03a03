using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// Gated LISTA with coupled weights (Wu, Guo, Li, Zhang, "Sparse coding with gated learned ISTA", ICLR 2020). A gain gate lifts the elements that come out too small, g = 1 + mu_k theta_(k-1)
/// exp(-nu_k |x|), and an overshoot gate carries on the way that a layer went: u = eta(g x + W_k^T (y - A g x); theta_k), x' = x + o (u - x) with o = 1 + a_k / (|u - x| + 0.1), all element by
/// element. It starts as ISTA of weight lambda: both gates open, mu = a = 0, and nu = 1, W = A / L, theta = lambda / L with L = 1.001 |A|^2.
/// </summary>
/// <remarks>Of the gates of the paper these are the exponential one and the one inversely proportional to the way.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class GatedLista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Keeps the overshoot of what hardly moved finite.</summary>
    private const double LeastWay = 0.1;

    private readonly int[] weights;
    private readonly int[] thresholds;
    private readonly int[] gains;
    private readonly int[] decays;
    private readonly int[] overshoots;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="selection">Support selection; null: none.</param>
    /// <param name="weight">lambda of the ISTA that it starts as.</param>
    public GatedLista(Dictionary<T> dictionary, int layers, SupportSelection? selection = null, double weight = ListaStart.Weight)
        : base(dictionary, layers, selection)
    {
        double length = ListaStart.Length(dictionary.NormSquared);
        using NdArray<T> ista = dictionary.ScaledTranspose(length);
        weights = new int[layers];
        thresholds = new int[layers];
        gains = new int[layers];
        decays = new int[layers];
        overshoots = new int[layers];
        for (int k = 0; k < layers; k++)
        {
            weights[k] = AddMatrix($"layers.{k}.W^T", ista);
            thresholds[k] = AddNumber(k, "theta", weight * length);
            overshoots[k] = AddNumber(k, "a", 0);

            // The first layer starts from 0, which no gain lifts.
            if (k == 0) continue;
            gains[k] = AddNumber(k, "mu", 0);
            decays[k] = AddNumber(k, "nu", 1);
        }
    }

    /// <inheritdoc/>
    public override string Name => Selection is null ? "glista" : "glista-ss";

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Tape tape = y.Tape;
        Var<T> w = Use(weights[k], tape);
        Var<T> theta = Use(thresholds[k], tape);
        if (k == 0)
        {
            Var<T> first = Shrink(Ops.MatMul(y, w, formB: MatrixForm.Transposed), theta, k);
            return Overshoot(k, first) * first;
        }

        Var<T> gain = 1 + (Use(gains[k], tape) * Use(thresholds[k - 1], tape) * Ops.Exp(-Use(decays[k], tape) * Magnitude(x)));
        Var<T> lifted = gain * x;
        Var<T> way = Shrink(Step(k, lifted, Misfit(y, lifted), w), theta, k) - x;
        return x + (Overshoot(k, way) * way);
    }

    private static Var<T> Magnitude(Var<T> x) => new(UntypedOps.Abs(x));

    private Var<T> Overshoot(int k, Var<T> way) => 1 + (Use(overshoots[k], way.Tape) / (Magnitude(way) + LeastWay));
}
