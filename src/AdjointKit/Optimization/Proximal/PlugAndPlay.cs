using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>Removes noise of a standard deviation from an array.</summary>
/// <param name="noisy">The array; to be read only, and not kept.</param>
/// <param name="sigma">The standard deviation.</param>
/// <param name="into">Receives the result, all of it.</param>
/// <typeparam name="T">The element type.</typeparam>
public delegate void DenoiserFunction<T>(NdArray<T> noisy, double sigma, NdArray<T> into)
    where T : unmanaged;

/// <summary>
/// A user's denoiser in the place of a proximal operator (Venkatakrishnan, Bouman and Wohlberg, "Plug-and-play priors for model based reconstruction", GlobalSIP 2013): prox_s f(x), where f is the
/// unknown function for which this is the most probable image, is x without noise of the standard deviation sqrt(weight s). Added to a problem behind no operator it makes ADMM, Douglas-Rachford
/// or proximal gradient steps those of plug-and-play; they converge where the denoiser is such a prox, or a contraction of the kind that the method needs. It has no value, which is NaN.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class PlugAndPlay<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly Func<Var<T>, Var, Var<T>>? inOps;
    private readonly DenoiserFunction<T>? onArrays;
    private readonly double weight;

    /// <summary>Takes a denoiser in ops, which unrolled steps can be differentiated through: a network, say.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="denoiser">x and the standard deviation, real and of rank 0, to x without noise.</param>
    /// <param name="weight">The weight of the unknown function, above 0.</param>
    public PlugAndPlay(Compute compute, Func<Var<T>, Var, Var<T>> denoiser, double weight = 1)
        : this(compute, weight)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        inOps = denoiser;
    }

    /// <summary>Takes a denoiser on arrays.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="denoiser">The denoiser.</param>
    /// <param name="weight">The weight of the unknown function, above 0.</param>
    public PlugAndPlay(Compute compute, DenoiserFunction<T> denoiser, double weight = 1)
        : this(compute, weight)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        onArrays = denoiser;
    }

    private PlugAndPlay(Compute compute, double weight)
        : base(compute)
    {
        RequirePositive(weight, "the weight of a denoiser", nameof(weight));
        this.weight = weight;
    }

    /// <inheritdoc/>
    public override string Name => "a denoiser";

    /// <summary>Not known, so false.</summary>
    public override bool IsConvex => false;

    /// <inheritdoc/>
    public override ProximalOperator<T> Conjugate => throw new InvalidOperationException("A denoiser has no conjugate, so that a primal-dual method cannot have it behind an operator, or beside another function: use ADMM.");

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => x.Tape.Filled(RealType, default, double.NaN);

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        if (inOps is null) throw new NotSupportedException("A denoiser on arrays cannot be recorded on a tape: give it in ops.");
        return Fitting(inOps(x, UntypedOps.Sqrt(weight * step)), x.Shape);
    }

    /// <inheritdoc/>
    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into)
    {
        if (onArrays is null) base.ProxCore(x, step, into);
        else onArrays(x, Math.Sqrt(weight * step), into);
    }

    private static Var<T> Fitting(Var<T> result, Shape shape) =>
        result.Shape == shape ? result : throw new ArgumentException($"the denoiser makes an array of shape {result.Shape} of one of shape {shape}: the shape must stay", nameof(result));
}
