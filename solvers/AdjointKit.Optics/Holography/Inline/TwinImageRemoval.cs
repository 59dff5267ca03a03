using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization;
using AdjointKit.Runs;

namespace AdjointKit.Optics;

/// <summary>
/// The object of an in-line hologram without its twin image: the o that makes 1/2 sum (|r + A o| - sqrt(1 + h))^2 + weight P(o) smallest, r the light at the sensor that passed the object by, a plane
/// wave, h the contrast and P a penalty that an image out of focus does not like (Brady et al., Opt. Express 17, 13040, 2009, for the idea; here with the whole intensity and not its linear part).
/// Proximal gradient steps with momentum. The problem is not convex: it begins at o = 0, the object that is not there.
/// </summary>
public sealed record TwinImageRemoval
{
    /// <summary>What tells the object from its twin.</summary>
    public TwinImagePenalty Penalty { get; init; } = TwinImagePenalty.TotalVariation;

    /// <summary>The weight of the penalty: about the size of what noise does to the amplitude, which is 1 in the open.</summary>
    public double Weight { get; init; } = 0.01;

    /// <summary>The number of steps.</summary>
    public int Iterations { get; init; } = 100;

    /// <summary>The object o = t - 1, t its transmission.</summary>
    /// <typeparam name="T">The element type of fields.</typeparam>
    /// <param name="way">From the object to the sensor.</param>
    /// <param name="contrast">h = I/B - 1, [y, x], as complex numbers.</param>
    /// <param name="progress">Told a few times per second how far it has come.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="ArgumentException">A weight that is negative, no steps, or a contrast of another shape.</exception>
    public NdArray<T> Solve<T>(Propagator<T> way, NdArray<T> contrast, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(way);
        if (contrast.Shape != way.Range) throw new ArgumentException($"a contrast of shape {contrast.Shape} is not at the end of a way to {way.Range}", nameof(contrast));
        if (!(Weight >= 0) || !double.IsFinite(Weight)) throw new ArgumentException($"a weight of {Weight} is not a number of 0 or more");
        if (Iterations < 1) throw new ArgumentException($"{Iterations} steps do nothing");
        Compute compute = way.Compute;
        UntypedArray amplitude = Amplitude(compute, contrast);
        Complex passing = InlineHologram.PassingLight(way.Numbers);
        CompositeProblem<T> problem = CompositeProblem.Smooth<T>(
            compute,
            way.Domain,
            o =>
            {
                Var atSensor = UntypedOps.Affine(1, Ops.Apply(way, o), passing);
                return UntypedOps.HalfSquaredNorm(UntypedOps.Subtract(UntypedOps.Abs(atSensor), o.Tape.AddNode(amplitude, owned: false, active: false)));
            },
            curvature: 1);
        var options = new CompositeOptions { Stopping = new StoppingRule { RelativeTolerance = 0, IterationLimit = Iterations } };
        try
        {
            return Minimizer.Minimize(Penalized(problem, compute), CompositeMethod.ProximalGradient, options, start: null, progress, cancellation).Solution;
        }
        finally
        {
            amplitude.Release();
        }
    }

    private CompositeProblem<T> Penalized<T>(CompositeProblem<T> problem, Compute compute)
        where T : unmanaged => Penalty == TwinImagePenalty.Sparse
        ? problem.Plus(new L1Norm<T>(compute, Weight))
        : problem.Plus(new TotalVariation2D<T>(compute, Weight, stopping: new StoppingRule { RelativeTolerance = 1e-3, IterationLimit = 1000 }));

    /// <summary>sqrt(1 + h), 0 where noise made that negative.</summary>
    private static UntypedArray Amplitude<T>(Compute compute, NdArray<T> contrast)
        where T : unmanaged
    {
        UntypedArray field = contrast;
        UntypedArray amplitude = compute.Backend.Allocate(ElementTypes.RealOf(field.ElementType), field.Shape, compute.Memory);
        UntypedArray none = compute.Backend.Allocate(amplitude.ElementType, default, compute.Memory);
        compute.Backend.Unary(UnaryOp.Real, field, amplitude);
        compute.Backend.Affine(1, amplitude, 1, amplitude);
        compute.Backend.Fill(none, 0);
        compute.Backend.Binary(BinaryOp.Maximum, amplitude, none, amplitude);
        compute.Backend.Unary(UnaryOp.Sqrt, amplitude, amplitude);
        none.Release();
        return amplitude;
    }
}
