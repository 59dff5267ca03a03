using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// ADMM-Net (Yang, Sun, Li and Xu, "Deep ADMM-Net for compressive sensing MRI", NIPS 2016) without a system to be solved: linearised ADMM that splits both A x and the features F x off. A layer is, for K of A and F_k with its G_k in place of an
/// adjoint: v = alpha K x + (1 - alpha) z + u, z of A: (s v + y) / (s + 1), z of F: eta(v; theta), u = v - z, and then x = x - t s (A^H (A x - z + u) + G (F x - z + u)). Learned are t, s, the relaxation alpha, the thresholds
/// max(theta, 0) and the filters F and G of every layer, which see the image in half planes.
/// </summary>
/// <remarks>
/// Untrained F and G are the wavelets W of Haar on one level and W^H, and K layers are K + 1 iterations of linearised ADMM for |A x - y|^2 / 2 + lambda |W x|_1 without the approximations; the first iteration leaves x as it is.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class AdmmNetwork<T> : ImageNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stage[] stages;
    private readonly int channels;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="channels">The features, 4 at least.</param>
    /// <param name="penalty">s.</param>
    /// <param name="step">t: t s is below 1 / (|A|^2 + 1).</param>
    /// <param name="weight">lambda, the weight of the L1 norm of the details.</param>
    /// <param name="seed">The seed of the features that ADMM has no use for.</param>
    public AdmmNetwork(Compute compute, int layers, int channels = 16, double penalty = 1, double step = 0.45, double weight = 0.01, ulong seed = 0)
        : base(compute, layers)
    {
        if (channels < HalfPlanes.Count) throw new ArgumentOutOfRangeException(nameof(channels), channels, $"there are {HalfPlanes.Count} features at least: those of Haar");
        if (!(penalty > 0 && double.IsFinite(penalty))) throw new ArgumentOutOfRangeException(nameof(penalty), penalty, "a penalty is a finite number above 0");
        this.channels = channels;
        stages = [.. Enumerable.Range(0, layers).Select(k => new Stage(this, $"layers.{k}", channels, penalty, step, weight, seed))];
    }

    /// <inheritdoc/>
    public override string Name => "admm-net";

    internal override (string Name, double Value)[] Structure => [("channels", channels)];

    private protected override Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
    {
        HalfPlanes.Check(a.Domain);
        Var<TData> dataSplit = default;
        Var<TData> dataDual = default;
        Var<T> split = default;
        Var<T> dual = default;
        for (int k = 0; k < stages.Length; k++)
        {
            Stage stage = stages[k];
            Var<T> penalty = stage.Use(stage.Penalty, x.Tape);
            Var<T> relaxation = stage.Use(stage.Relaxation, x.Tape);

            // The split parts begin at K x, with duals of zero.
            Var<TData> image = Ops.Apply(a, x);
            Var<TData> ahead = k == 0 ? image : Times(relaxation, image - dataSplit) + dataSplit + dataDual;
            dataSplit = Times(1 / (penalty + 1), Times(penalty, ahead) + y);
            dataDual = ahead - dataSplit;

            Var<T> features = stage.Analysis.Apply(HalfPlanes.Split(x));
            Var<T> featuresAhead = k == 0 ? features : (relaxation * (features - split)) + split + dual;
            split = Ops.SoftThreshold(featuresAhead, Ops.Relu(stage.Use(stage.Threshold, x.Tape)));
            dual = featuresAhead - split;

            Var<T> slope = Ops.Apply(a.H, image - dataSplit + dataDual) + HalfPlanes.Merge(stage.Synthesis.Apply(features - split + dual), a.Domain);
            x -= stage.Use(stage.Step, x.Tape) * penalty * slope;
        }

        return x;
    }

    /// <summary>A real number times data, real or complex.</summary>
    private static Var<TData> Times<TData>(Var<T> number, Var<TData> data)
        where TData : unmanaged => (ElementTypes.IsComplex(ElementTypes.Of<TData>()) ? UntypedOps.ToComplex(number) * (Var)data : (Var)number * (Var)data).As<TData>();

    private sealed class Stage
    {
        private readonly ParameterSet parameters;

        internal Stage(AdmmNetwork<T> network, string name, int channels, double penalty, double step, double weight, ulong seed)
        {
            parameters = network.Parameters;
            Penalty = network.AddNumber($"{name}.penalty", penalty);
            Step = network.AddNumber($"{name}.step", step);

            // In the first layer nothing is there to be relaxed yet.
            Relaxation = network.AddNumber($"{name}.relaxation", 1);
            Analysis = new Conv2d<T>(parameters, $"{name}.analysis", HalfPlanes.Count, channels, (3, 3), padding: (1, 1), hasBias: false, seed: seed);
            NdArray<T> thresholds = parameters.Add<T>($"{name}.theta", new Shape(1, channels, 1, 1));
            Threshold = parameters.Count - 1;
            Synthesis = new Conv2d<T>(parameters, $"{name}.synthesis", channels, HalfPlanes.Count, (3, 3), padding: (1, 1), hasBias: false, seed: seed);
            KernelStart.SetMiddle<T>(parameters, $"{name}.analysis.weight", (to, from) => to >= HalfPlanes.Count ? null : HaarStart.Wavelets[to, from]);
            KernelStart.SetMiddle<T>(parameters, $"{name}.synthesis.weight", (to, from) => from >= HalfPlanes.Count ? 0 : HaarStart.Wavelets[from, to]);
            network.Compute.Backend.Fill(thresholds.Slice(1, 1, channels - 1), weight / penalty);
        }

        internal int Penalty { get; }

        internal int Step { get; }

        internal int Relaxation { get; }

        internal int Threshold { get; }

        internal Conv2d<T> Analysis { get; }

        internal Conv2d<T> Synthesis { get; }

        internal Var<T> Use(int number, Tape tape) => parameters.Record<T>(tape, number);
    }
}
