using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Optimization;

namespace AdjointKit.Sparse;

/// <summary>
/// NA-ALISTA (Behrens, Sauder, Jung, "Neurally augmented ALISTA", ICLR 2021): ALISTA, x' = eta(x + gamma W^T (y - A x); theta), whose gamma and theta are those of the sample and the layer. A
/// long short-term memory reads |y - A x|_1 and |W^T (y - A x)|_1 of the sample; (gamma, theta) = softplus(V relu(U c + u) + v), c its cell. All layers share its parameters, and its first state is
/// learned, too. It starts as ALISTA: V = 0 and softplus(v) = (1, lambda / (1.001 |A|^2)).
/// </summary>
/// <remarks>
/// The two norms go in less their mean and divided by their deviation at x = 0 over random signals, which follow from the matrix alone here; the paper takes those of the first batch.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class NeuralAlista<T> : UnrolledNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int SamplesOfNorms = 1000;
    private const ulong SeedOfNorms = 0x4E4F524D53;

    private readonly NdArray<T> weight;
    private readonly Lstm<T> memory;
    private readonly Linear<T> hidden;
    private readonly Linear<T> readout;
    private readonly int firstState;
    private readonly int firstCell;
    private readonly NdArray<T> meanNorms;
    private readonly NdArray<T> normScales;
    private Var<T> state;
    private Var<T> cell;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="dictionary">The matrix.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="selection">Support selection; null: none.</param>
    /// <param name="weight">lambda.</param>
    /// <param name="units">The length of the memory's state.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    public NeuralAlista(Dictionary<T> dictionary, int layers, SupportSelection? selection = null, double weight = ListaStart.Weight, int units = 128, ulong seed = 0)
        : base(dictionary, layers, selection)
    {
        this.weight = dictionary.TransposedWeight;
        memory = new Lstm<T>(Parameters, "memory", 2, units, seed: seed);
        hidden = new Linear<T>(Parameters, "hidden", units, units, seed: seed);
        readout = new Linear<T>(Parameters, "readout", units, 2, initializer: Initializer.Zeros);
        NdArray<T> bias = Parameters.Get<T>("readout.bias");
        Compute.Backend.Fill(bias.Slice(0, 0, 1), SoftplusInverse(1));
        Compute.Backend.Fill(bias.Slice(0, 1, 1), SoftplusInverse(weight * ListaStart.Length(dictionary.NormSquared)));
        firstState = AddDrawn("firstState", units, seed);
        firstCell = AddDrawn("firstCell", units, seed);
        (meanNorms, normScales) = NormStatistics();
    }

    /// <inheritdoc/>
    public override string Name => "na-alista";

    /// <inheritdoc/>
    internal override bool TrainsAtOnce => true;

    /// <summary>As in the paper: a batch with one signal that is too dense to be found would throw the memory far off.</summary>
    internal override GradientClip? Clip { get; } = GradientClip.ByNorm(1);

    private protected override void Begin(Var<T> y)
    {
        var shape = new Shape(y.Shape[0], Parameters[firstState].Shape[1]);
        state = Ops.BroadcastTo(Use(firstState, y.Tape), shape);
        cell = Ops.BroadcastTo(Use(firstCell, y.Tape), shape);
    }

    private protected override Var<T> Layer(int k, Var<T> y, Var<T> x)
    {
        Tape tape = y.Tape;
        Var<T> misfit = k == 0 ? y : Misfit(y, x);
        Var<T> back = Ops.MatMul(misfit, tape.Constant(weight), formB: MatrixForm.Transposed);
        Var<T> norms = (Norms(misfit, back) - tape.Constant(meanNorms)) * tape.Constant(normScales);
        (state, cell) = memory.Step(norms, state, cell);
        Var<T> numbers = Ops.Softplus(readout.Apply(Ops.Relu(hidden.Apply(cell))));
        Var<T> move = Ops.Slice(numbers, 1, 0, 1) * back;
        return Shrink(k == 0 ? move : x + move, Ops.Slice(numbers, 1, 1, 1), k);
    }

    private protected override void Release()
    {
        meanNorms.Dispose();
        normScales.Dispose();
    }

    private static double SoftplusInverse(double value) => Math.Log(Math.Exp(value) - 1);

    /// <summary>|misfit|_1 and |W^T misfit|_1 of each sample, [samples, 2].</summary>
    private static Var<T> Norms(Var<T> misfit, Var<T> back) => Ops.Concat([Magnitude(misfit), Magnitude(back)], 1);

    private static Var<T> Magnitude(Var<T> v) => Ops.Sum(new Var<T>(UntypedOps.Abs(v)), 1, keepAxis: true);

    private int AddDrawn(string name, int units, ulong seed) => Parameters.AddDrawn<T>(name, new Shape(1, units), Initializer.Normal(1), units, units, seed);

    /// <summary>The means [1, 2] of the norms at x = 0, and one over their deviations.</summary>
    private (NdArray<T> Means, NdArray<T> Scales) NormStatistics()
    {
        using var signals = new SparseSignals<T>(Dictionary, SamplesOfNorms, SeedOfNorms);
        signals.Fill(0);
        using var tape = new Tape(Compute);
        Var<T> y = tape.Constant(signals.Y);
        using NdArray<T> norms = Compute.ToHost(Norms(y, Ops.MatMul(y, tape.Constant(weight), formB: MatrixForm.Transposed)).Value);
        using NdArray<double> means = NdArray.Zeros<double>(new Shape(1, 2));
        using NdArray<double> scales = NdArray.Zeros<double>(new Shape(1, 2));
        for (int k = 0; k < 2; k++)
        {
            double mean = Enumerable.Range(0, SamplesOfNorms).Average(sample => double.CreateChecked(norms[sample, k]));
            double variance = Enumerable.Range(0, SamplesOfNorms).Average(sample => Math.Pow(double.CreateChecked(norms[sample, k]) - mean, 2));
            means.AsWritableSpan()[k] = mean;
            scales.AsWritableSpan()[k] = 1 / Math.Sqrt(variance);
        }

        return (Dictionary.Rounded(means), Dictionary.Rounded(scales));
    }
}
