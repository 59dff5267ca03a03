using System.Numerics;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
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
    private readonly IstaStage<T>[] stages;
    private readonly int channels;

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
        this.channels = channels;
        stages = [.. Enumerable.Range(0, layers).Select(k => new IstaStage<T>(Parameters, $"layers.{k}", channels, step, weight, seed))];
    }

    /// <inheritdoc/>
    public override string Name => "ista-net";

    internal override (string Name, double Value)[] Structure => [("channels", channels)];

    private protected override Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
    {
        HalfPlanes.Check(a.Domain);
        foreach (IstaStage<T> stage in stages) x = stage.Apply(a, y, x);
        return x;
    }
}
