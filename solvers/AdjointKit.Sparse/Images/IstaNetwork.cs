using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// ISTA with learned transforms, after ISTA-Net+ (Zhang and Ghanem, "ISTA-Net", CVPR 2018): r = x - rho_k A^H (A x - y), then x = r + G_k(eta(F_k(r); theta_k)) with F and G two convolutions and a ReLU between them, and
/// a threshold for each channel, max(theta, 0). All sees the image in half planes, whole and not block by block.
/// </summary>
/// <remarks>
/// Untrained it is ISTA with the wavelets of Haar on one level, x = W^H eta(W (x - rho A^H (A x - y)); rho lambda), whose approximations pass as they are. The channels that ISTA has no use for are drawn, and weigh
/// nothing until they are trained.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class IstaNetwork<T> : ImageNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stage[] stages;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="channels">The channels between two convolutions, 8 at least.</param>
    /// <param name="step">rho, the length of a step: below 2 / |A|^2.</param>
    /// <param name="weight">lambda, the weight of the L1 norm of the details.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    public IstaNetwork(Compute compute, int layers, int channels = 24, double step = 1, double weight = 0.01, ulong seed = 0)
        : base(compute, layers)
    {
        if (channels < 2 * HalfPlanes.Count) throw new ArgumentOutOfRangeException(nameof(channels), channels, $"the channels of a network are {2 * HalfPlanes.Count} at least: ISTA takes as many");
        stages = [.. Enumerable.Range(0, layers).Select(k => new Stage(this, $"layers.{k}", channels, step, weight, seed))];
    }

    /// <inheritdoc/>
    public override string Name => "ista-net";

    private protected override Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
    {
        HalfPlanes.Check(a.Domain);
        foreach (Stage stage in stages)
        {
            Var<T> r = x - (stage.Step(y.Tape) * Ops.Apply(a.H, Ops.Apply(a, x) - y));
            x = r + HalfPlanes.Merge(stage.Correction(HalfPlanes.Split(r)), a.Domain);
        }

        return x;
    }

    private sealed class Stage
    {
        private readonly ParameterSet parameters;
        private readonly int step;
        private readonly int threshold;
        private readonly Sequential<T> analysis;
        private readonly Sequential<T> synthesis;

        internal Stage(IstaNetwork<T> network, string name, int channels, double rho, double weight, ulong seed)
        {
            parameters = network.Parameters;
            step = network.AddNumber($"{name}.rho", rho);
            analysis = new(Convolution("analysis.0", HalfPlanes.Count, channels), new Activation<T>(Ops.Relu), Convolution("analysis.1", channels, channels));
            NdArray<T> thresholds = parameters.Add<T>($"{name}.theta", new Shape(1, channels, 1, 1));
            threshold = parameters.Count - 1;
            synthesis = new(Convolution("synthesis.0", channels, channels), new Activation<T>(Ops.Relu), Convolution("synthesis.1", channels, HalfPlanes.Count));
            HaarStart.Set(parameters, name, thresholds, rho * weight);

            Conv2d<T> Convolution(string part, int from, int to) => new(parameters, $"{name}.{part}", from, to, (3, 3), padding: (1, 1), seed: seed);
        }

        internal Var<T> Step(Tape tape) => parameters.Record<T>(tape, step);

        internal Var<T> Correction(Var<T> planes) =>
            synthesis.Apply(Ops.SoftThreshold(analysis.Apply(planes), Ops.Relu(parameters.Record<T>(planes.Tape, threshold))));
    }
}
