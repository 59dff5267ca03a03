using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>sum w_i |x_i|: prox is the soft threshold by step times w_i.</summary>
public sealed class WeightedL1Norm<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly UntypedArray weights;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weights">The weights, not negative, real and of the precision of x; of the shape of x, or broadcast to it. Copied.</param>
    public WeightedL1Norm(Compute compute, UntypedArray weights)
        : base(compute)
    {
        if (weights.ElementType != RealType) throw new ArgumentException($"the weights of an L1 norm of {ElementTypes.Of<T>()} elements are {weights.ElementType}, not {RealType}", nameof(weights));
        this.weights = compute.Backend.Allocate(RealType, weights.Shape, compute.Memory);
        compute.Backend.Copy(weights, this.weights);
        if (weights.Count == 0) return;
        UntypedArray smallest = compute.Backend.Allocate(RealType, default, compute.Memory);
        compute.Backend.ReduceTo(ReductionOp.Smallest, weights, smallest);
        UntypedArray one = compute.Backend.Allocate(RealType, default, compute.Memory);
        compute.Backend.Fill(one, 1);
        RequireNotNegative(compute.Backend.Dot(one, smallest).Real, "the smallest weight of the L1 norm", nameof(weights));
        smallest.Release();
        one.Release();
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => Sum(UntypedOps.Multiply(Weights(x), UntypedOps.Abs(x)));

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        Var size = UntypedOps.Abs(y);
        return Indicator(UntypedOps.Largest(UntypedOps.Subtract(size, Weights(y)), default), UntypedOps.Largest(size, default));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.SoftThreshold(x, UntypedOps.Multiply(step, Weights(x))));

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape) => RequireBroadcast(weights.Shape, shape, "the array of weights of the L1 norm");

    private Var Weights(Var x) => x.Tape.AddNode(weights, owned: false, active: false);
}
