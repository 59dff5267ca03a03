using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;

namespace AdjointKit.Sparse;

/// <summary>
/// A deep equilibrium x = T(x) / (1 + rho mu) (Bai, Kolter and Koltun, "Deep equilibrium models", NeurIPS 2019; Gilton, Ongie and Willett, IEEE Trans. Comput. Imaging 7, 2021): T is a layer of <see cref="IstaNetwork{T}"/>, as if there were infinitely
/// many, all the same; the divisor makes the map a contraction where T only does not expand. It is found by iteration, without a tape, and differentiated as what it is, through the linear system of its own derivative: memory does not grow with the iterations.
/// </summary>
/// <remarks>
/// Untrained it is where ISTA comes to rest for |A x - y|^2 / 2 + mu |x|^2 / 2 + lambda |W x|_1, W the wavelets of Haar on one level, whose approximations have no L1 norm. Training must keep the map a contraction: where the
/// iteration does not converge, a <see cref="ConvergenceException"/> says so.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
public sealed class EquilibriumNetwork<T> : ImageNetwork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IstaStage<T> stage;
    private readonly FixedPointOptions options;
    private readonly int channels;
    private readonly double step;
    private readonly double damping;
    private readonly double shrinkage;

    /// <summary>Makes an untrained network.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="channels">The channels between two convolutions, 8 at least.</param>
    /// <param name="step">rho, the length of a step: below 2 / |A|^2.</param>
    /// <param name="weight">lambda, the weight of the L1 norm of the details.</param>
    /// <param name="damping">mu, above 0; rho in the divisor is the untrained one.</param>
    /// <param name="options">How the fixed point is found, and the system of its derivative solved; null: Anderson acceleration of depth 5, GMRES.</param>
    /// <param name="seed">The seed of what is drawn.</param>
    public EquilibriumNetwork(Compute compute, int channels = 24, double step = 1, double weight = 0.01, double damping = 0.05, FixedPointOptions? options = null, ulong seed = 0)
        : base(compute, layers: 1)
    {
        if (!(damping > 0 && double.IsFinite(damping))) throw new ArgumentOutOfRangeException(nameof(damping), damping, "a damping is a finite number above 0: without it there is more than one fixed point");
        (this.channels, this.step, this.damping) = (channels, step, damping);
        shrinkage = 1 / (1 + (step * damping));
        this.options = options ?? new FixedPointOptions { AndersonDepth = 5 };
        stage = new IstaStage<T>(Parameters, "layer", channels, step, weight, seed);
    }

    /// <inheritdoc/>
    public override string Name => "equilibrium";

    internal override (string Name, double Value)[] Structure => [("channels", channels), ("step", step), ("damping", damping)];

    private protected override Var<T> Iterate<TData>(LinearOperator<T, TData> a, Var<TData> y, Var<T> x)
    {
        HalfPlanes.Check(a.Domain);

        // Within the map the tape is another one: what it needs of this one, data and parameters, comes in as its arguments.
        var theta = new Var[Parameters.Count + 1];
        for (int k = 0; k < Parameters.Count; k++) theta[k] = Parameters.Record<T>(y.Tape, k);
        theta[^1] = y;
        return Implicit.FixedPoint<T>(
            (inner, arguments) =>
            {
                for (int k = 0; k < Parameters.Count; k++) Parameters.Bind(k, arguments[k].As<T>());
                return shrinkage * stage.Apply(a, arguments[^1].As<TData>(), inner);
            },
            x.Value,
            theta,
            options);
    }
}
