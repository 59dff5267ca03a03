using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Nn;
using AdjointKit.Operators;

namespace AdjointKit.Sparse;

/// <summary>
/// The learned primal-dual method (Adler and Öktem, "Learned primal-dual reconstruction", IEEE Trans. Med. Imaging 37, 2018): h = h + Gamma_k(h, A x', y) in the space of the data, x+ = x + Lambda_k(x, A^H h) in that of the images, which are
/// seen in half planes, and x' = x+ + theta_k (x+ - x). Gamma and Lambda are three convolutions with two ReLUs. Data are seen over their last two axes, real and imaginary parts as channels.
/// </summary>
/// <remarks>
/// Untrained it is PDHG (Chambolle and Pock 2011) for |A x - y|^2 / 2 and x of 0 or more: h = (h + s (A x' - y)) / (1 + s), x+ = max(x - t A^H h, 0), theta = 1.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LearnedPrimalDual<T> : ImageNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>max(v, 0), x and -x of each plane.</summary>
    internal const int LeastChannels = 3 * HalfPlanes.Count;

    private readonly int parts;
    private readonly int channels;
    private readonly (Sequential<T> Dual, Sequential<T> Primal, int Momentum)[] stages;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="layers">The number of layers K.</param>
    /// <param name="hasComplexData">Whether data are complex: what is learned depends on it.</param>
    /// <param name="channels">The channels between two convolutions, 12 at least.</param>
    /// <param name="dualStep">s.</param>
    /// <param name="primalStep">t: t s |A|^2 is 1 at most.</param>
    /// <param name="seed">The seed of the channels that PDHG has no use for.</param>
    public LearnedPrimalDual(Compute compute, int layers, bool hasComplexData = false, int channels = 16, double dualStep = 0.9, double primalStep = 0.9, ulong seed = 0)
        : base(compute, layers)
    {
        if (channels < LeastChannels) throw new ArgumentOutOfRangeException(nameof(channels), channels, $"the channels of a network are {LeastChannels} at least: PDHG takes as many");
        if (!(dualStep > 0 && double.IsFinite(dualStep))) throw new ArgumentOutOfRangeException(nameof(dualStep), dualStep, "a step is a finite number above 0");
        parts = hasComplexData ? 2 : 1;
        this.channels = channels;
        stages = new (Sequential<T> Dual, Sequential<T> Primal, int Momentum)[layers];
        for (int k = 0; k < layers; k++)
        {
            string name = $"layers.{k}";
            Sequential<T> dual = Chain($"{name}.dual", 3 * parts, channels, parts, seed);
            Sequential<T> primal = Chain($"{name}.primal", 2 * HalfPlanes.Count, channels, HalfPlanes.Count, seed);
            SetDual($"{name}.dual", dualStep);
            SetPrimal($"{name}.primal", primalStep);
            stages[k] = (dual, primal, AddNumber($"{name}.momentum", 1));
        }
    }

    /// <inheritdoc/>
    public override string Name => "learned-primal-dual";

    internal override (string Name, double Value)[] Structure => [("channels", channels), ("parts", parts)];

    private protected override Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
    {
        HalfPlanes.Check(a.Domain);
        bool isComplex = ElementTypes.IsComplex(ElementTypes.Of<TData>());
        if (isComplex != (parts == 2)) throw new ArgumentException($"the network was made for {(parts == 2 ? "complex" : "real")} data, {a.Name} gives {(isComplex ? "complex" : "real")} ones", nameof(a));
        Var<T> data = Channels(y);
        Var<T> h = 0 * data;
        Var<T> ahead = x;
        foreach ((Sequential<T> dual, Sequential<T> primal, int momentum) in stages)
        {
            h += dual.Apply(Ops.Concat([h, Channels(Ops.Apply(a, ahead)), data], 1));
            Var<T> next = x + HalfPlanes.Merge(primal.Apply(Ops.Concat([HalfPlanes.Split(x), HalfPlanes.Split(Ops.Apply(a.H, Data<TData>(h, a.Range)))], 1)), a.Domain);
            ahead = next + (Parameters.Record<T>(x.Tape, momentum) * (next - x));
            x = next;
        }

        return x;
    }

    /// <summary>[images, 1 or 2, height, width].</summary>
    private Var<T> Channels<TData>(Var<TData> data)
        where TData : unmanaged => parts == 1
            ? ImageShape.Planes(((Var)data).As<T>())
            : Ops.Concat([ImageShape.Planes(UntypedOps.Real(data).As<T>()), ImageShape.Planes(UntypedOps.Imaginary(data).As<T>())], 1);

    private Var<TData> Data<TData>(Var<T> channels, Shape range)
        where TData : unmanaged => parts == 1
            ? ((Var)ImageShape.Restore(channels, range)).As<TData>()
            : UntypedOps.JoinParts(ImageShape.Restore(Ops.Slice(channels, 1, 0, 1), range), ImageShape.Restore(Ops.Slice(channels, 1, 1, 1), range)).As<TData>();

    private Sequential<T> Chain(string name, int inputs, int channels, int outputs, ulong seed)
    {
        return new(Convolution(0, inputs, channels), new Activation<T>(Ops.Relu), Convolution(1, channels, channels), new Activation<T>(Ops.Relu), Convolution(2, channels, outputs));

        Conv2d<T> Convolution(int number, int from, int to) => new(Parameters, $"{name}.{number}", from, to, (3, 3), padding: (1, 1), seed: seed);
    }

    /// <summary>The change of h, (s (A x' - y) - s h) / (1 + s), by its positive and its negative half.</summary>
    private void SetDual(string name, double s)
    {
        double share = s / (1 + s);
        KernelStart.SetMiddle<T>(Parameters, $"{name}.0.weight", (to, from) => to >= 2 * parts ? null : from % parts != to % parts ? 0 : (to < parts ? 1 : -1) * (from / parts == 1 ? share : -share));
        KernelStart.SetMiddle<T>(Parameters, $"{name}.1.weight", (to, from) => to >= 2 * parts ? null : from == to ? 1 : 0);
        KernelStart.SetMiddle<T>(Parameters, $"{name}.2.weight", (to, from) => from >= 2 * parts || from % parts != to ? 0 : from < parts ? 1 : -1);
    }

    /// <summary>The change of x, max(x - t A^H h, 0) - x, from that maximum and the two halves of x.</summary>
    private void SetPrimal(string name, double t)
    {
        const int planes = HalfPlanes.Count;
        KernelStart.SetMiddle<T>(Parameters, $"{name}.0.weight", (to, from) => to >= LeastChannels ? null : from % planes != to % planes ? 0 : (to / planes) switch
        {
            0 => from < planes ? 1 : -t,
            1 => from < planes ? 1 : 0,
            _ => from < planes ? -1 : 0,
        });
        KernelStart.SetMiddle<T>(Parameters, $"{name}.1.weight", (to, from) => to >= LeastChannels ? null : from == to ? 1 : 0);
        KernelStart.SetMiddle<T>(Parameters, $"{name}.2.weight", (to, from) => from >= LeastChannels || from % planes != to ? 0 : from / planes == 1 ? -1 : 1);
    }
}
