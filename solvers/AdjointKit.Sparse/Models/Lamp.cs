using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// Learned AMP with the soft threshold (Borgerding, Schniter, Rangan, "AMP-inspired deep networks for sparse linear inverse problems", IEEE Trans. Signal Process. 65, 2017): x' = beta_k eta(x +
/// B_k z; alpha_k |z| / sqrt(M)), z' = y - A x' + beta_k |x'|_0 / M z, with z = y at first; B of each layer or, tied, the same in all. It starts as <see cref="Optimization.SparseMethod.Amp"/>:
/// B = A^T, alpha = 1.1402, beta = 1.
/// </summary>
/// <remarks>The Onsager term counts the nonzeros of a sample, which has no derivative.</remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Lamp<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool isTied;
    private readonly int[] weights;
    private readonly int[] thresholds;
    private readonly int[] scales;
    private Var<T> message;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="dictionary">The matrix; its columns have about unit norm.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="tied">Whether all layers share B.</param>
    public Lamp(Dictionary<T> dictionary, int layers, bool tied = false)
        : base(dictionary, layers, selection: null)
    {
        isTied = tied;
        weights = new int[layers];
        thresholds = new int[layers];
        scales = new int[layers];
        for (int k = 0; k < layers; k++)
        {
            weights[k] = tied && k > 0 ? weights[0] : AddMatrix(tied ? "B" : $"layers.{k}.B", dictionary.Transposed);
            thresholds[k] = AddNumber(k, "alpha", ListaStart.ThresholdFactor);
            scales[k] = AddNumber(k, "beta", 1);
        }
    }

    /// <inheritdoc/>
    public override string Name => isTied ? "lamp-tied" : "lamp";

    private protected override void Begin(Var<T> y) => message = y;

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Tape tape = y.Tape;
        if (k > 0)
        {
            // What the layer before leaves behind it; the last one leaves nothing.
            Var<T> share = Use(scales[k - 1], tape) * (1.0 / Dictionary.Rows) * Ops.Sum(Ops.NotEqual(Ops.StopGradient(x), 0), 1, keepAxis: true);
            message = Misfit(y, x) + (share * message);
        }

        Var<T> deviation = new(UntypedOps.Norm(message, 2, new Shape(y.Shape[0], 1)));
        Var<T> theta = Use(thresholds[k], tape) * (1 / Math.Sqrt(Dictionary.Rows)) * deviation;
        return Use(scales[k], tape) * Shrink(Step(k, x, message, Use(weights[k], tape)), theta, k);
    }
}
