using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>r = x - rho A^H (A x - y), then r + G(eta(F(r); theta)): a layer of <see cref="IstaNetwork{T}"/>, and the map of <see cref="EquilibriumNetwork{T}"/>.</summary>
internal sealed class IstaStage<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>As many channels does ISTA take.</summary>
    internal const int LeastChannels = 2 * HalfPlanes.Count;

    private readonly ParameterSet parameters;
    private readonly int step;
    private readonly int threshold;
    private readonly Sequential<T> analysis;
    private readonly Sequential<T> synthesis;

    internal IstaStage(ParameterSet parameters, string name, int channels, double rho, double weight, ulong seed)
    {
        if (channels < LeastChannels) throw new ArgumentOutOfRangeException(nameof(channels), channels, $"the channels of a network are {LeastChannels} at least: ISTA takes as many");
        this.parameters = parameters;
        parameters.Compute.Backend.Fill(parameters.Add<T>($"{name}.rho", new Shape(1)), rho);
        step = parameters.Count - 1;
        analysis = new(Convolution("analysis.0", HalfPlanes.Count, channels), new Activation<T>(Ops.Relu), Convolution("analysis.1", channels, channels));
        NdArray<T> thresholds = parameters.Add<T>($"{name}.theta", new Shape(1, channels, 1, 1));
        threshold = parameters.Count - 1;
        synthesis = new(Convolution("synthesis.0", channels, channels), new Activation<T>(Ops.Relu), Convolution("synthesis.1", channels, HalfPlanes.Count));
        HaarStart.Set(parameters, name, thresholds, rho * weight);

        Conv2d<T> Convolution(string part, int from, int to) => new(parameters, $"{name}.{part}", from, to, (3, 3), padding: (1, 1), seed: seed);
    }

    internal Var<T> Apply<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
        where TData : unmanaged
    {
        Var<T> r = x - (parameters.Record<T>(x.Tape, step) * Ops.Apply(a.H, Ops.Apply(a, x) - y));
        Var<T> features = Ops.SoftThreshold(analysis.Apply(HalfPlanes.Split(r)), Ops.Relu(parameters.Record<T>(x.Tape, threshold)));
        return r + HalfPlanes.Merge(synthesis.Apply(features), a.Domain);
    }
}
