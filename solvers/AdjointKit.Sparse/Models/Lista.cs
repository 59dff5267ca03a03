using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Sparse;

/// <summary>
/// LISTA (Gregor and LeCun, "Learning fast approximations of sparse coding", ICML 2010): x = eta(B_k y + G_k x; theta_k), with matrices of each layer or, tied, the same in all. It starts as
/// ISTA of weight lambda: B = A^T / L, G = 1 - A^T A / L, theta = lambda / L with L = 1.001 |A|^2.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Lista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly bool isTied;
    private readonly int[] thresholds;
    private readonly int[] fromData;
    private readonly int[] fromBefore;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="tied">Whether all layers share B and G.</param>
    /// <param name="selection">Support selection (LISTA-SS); null: none.</param>
    /// <param name="weight">lambda of the ISTA that it starts as.</param>
    public Lista(Dictionary<T> dictionary, int layers, bool tied = false, SupportSelection? selection = null, double weight = ListaStart.Weight)
        : base(dictionary, layers, selection)
    {
        isTied = tied;
        double length = ListaStart.Length(dictionary.NormSquared);
        using NdArray<T> b = dictionary.ScaledTranspose(length);
        using NdArray<T> g = Gram(dictionary, length);
        thresholds = new int[layers];
        fromData = new int[layers];
        fromBefore = new int[layers];
        for (int k = 0; k < layers; k++)
        {
            string prefix = tied ? "" : $"layers.{k}.";
            fromData[k] = tied && k > 0 ? fromData[0] : AddMatrix($"{prefix}B", b);

            // The first layer starts from 0, and has nothing to multiply by G.
            if (k > 0) fromBefore[k] = tied && k > 1 ? fromBefore[1] : AddMatrix($"{prefix}G^T", g);
            thresholds[k] = AddNumber(k, "theta", weight * length);
        }
    }

    /// <inheritdoc/>
    public override string Name => isTied ? "lista-tied" : Selection is null ? "lista" : "lista-ss";

    internal override bool CanBeCoupled => true;

    internal override bool FollowsWhenCoupled(int parameter) => Array.IndexOf(fromBefore, parameter, 1) >= 0;

    /// <summary>G = 1 - B A in every layer, as the network was until now; see <see cref="CoupledLista{T}"/>.</summary>
    internal override void Uncouple()
    {
        base.Uncouple();
        using NdArray<double> one = Compute.Host.Zeros<double>(Dictionary.Columns, Dictionary.Columns);
        for (nint i = 0; i < Dictionary.Columns; i++) one.AsWritableSpan()[(int)(i * (Dictionary.Columns + 1))] = 1;
        using NdArray<T> identity = Dictionary.Rounded(one);
        for (int k = 1; k < (isTied ? Math.Min(Layers, 2) : Layers); k++)
        {
            NdArray<T> g = Parameters[fromBefore[k]].As<T>();
            using NdArray<T> product = Compute.Empty<T>(g.Shape);
            Compute.Backend.MatrixMultiply(MatrixForm.Transposed, Dictionary.Matrix, MatrixForm.Transposed, Parameters[fromData[k]].As<T>(), accumulate: false, product);
            Compute.Backend.Copy(identity, g);
            Compute.Backend.AddScaled(-1, product, g);
        }
    }

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        if (IsCoupled && k > 0) return Shrink(Step(k, x, Misfit(y, x), Use(fromData[k], y.Tape)), Use(thresholds[k], y.Tape), k);
        Var<T> v = Ops.MatMul(y, Use(fromData[k], y.Tape), formB: MatrixForm.Transposed);
        if (k > 0) v = AddRows(v, 1, x, Use(fromBefore[k], y.Tape));
        return Shrink(v, Use(thresholds[k], y.Tape), k);
    }

    /// <summary>1 - length A^T A, formed in float64.</summary>
    private static NdArray<T> Gram(Dictionary<T> dictionary, double length)
    {
        Compute host = dictionary.Compute.Host;
        using var tape = new Tape(host);
        Var<double> a = tape.Constant(dictionary.InDouble);
        using NdArray<double> gram = Ops.MatMul(a, a, formA: MatrixForm.Transposed).Value.Copy();
        Span<double> values = gram.AsWritableSpan();
        int n = (int)dictionary.Columns;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) values[(i * n) + j] = (i == j ? 1 : 0) - (length * values[(i * n) + j]);
        }

        return dictionary.Rounded(gram);
    }
}
