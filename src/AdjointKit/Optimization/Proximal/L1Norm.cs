using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>weight sum |x_i|: prox is <see cref="Ops.SoftThreshold{T}(Var{T}, double)"/> by step times weight.</summary>
public sealed class L1Norm<T> : ProximalOperator<T>
    where T : unmanaged
{
    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="weight">The weight, not negative.</param>
    public L1Norm(Compute compute, double weight = 1)
        : base(compute)
    {
        RequireNotNegative(weight, "the weight of the L1 norm", nameof(weight));
        Weight = weight;
    }

    /// <summary>The weight.</summary>
    public double Weight { get; }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x) => Weight * Sum(UntypedOps.Abs(x));

    /// <inheritdoc/>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        Var largest = UntypedOps.Largest(UntypedOps.Abs(y), default);
        return Indicator(UntypedOps.Affine(1, largest, -Weight), largest);
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.SoftThreshold(x, Weight * step));

    /// <inheritdoc/>
    protected internal override void ProxCore(in NdArray<T> x, double step, in NdArray<T> into)
    {
        if (IsComplex) base.ProxCore(x, step, into);
        else Subtract(x, Weight * step, into);
    }

    /// <inheritdoc/>
    internal override bool TryDescend(in NdArray<T> x, in NdArray<T> previous, double momentum, in NdArray<T> gradient, double length, in NdArray<T> into, out double value, out double movedSquared)
    {
        if (IsComplex) return base.TryDescend(x, previous, momentum, gradient, length, into, out value, out movedSquared);
        (value, movedSquared) = Compute.Backend.ShrinkAfterDescent(x, previous, momentum, gradient, length, Weight * length, into);
        value *= Weight;
        return true;
    }

    /// <inheritdoc/>
    internal override bool HasConjugateProx => !IsComplex || Weight > 0;

    /// <summary>Magnitudes above the weight become the weight.</summary>
    internal override Var<T> ConjugateProxCore(Var<T> y, Var step)
    {
        if (!IsComplex) return new(UntypedOps.Clamp(y, UntypedOps.ConstantLike(y, -Weight), UntypedOps.ConstantLike(y, Weight)));
        return Weight > 0 ? Shortened(y, UntypedOps.Abs(y), Weight) : base.ConjugateProxCore(y, step);
    }

    /// <summary>into = the prox of y - length gradient, y and the gradient there ahead of x and its slope: <see cref="Backend.ShrinkAfterDescent(in UntypedArray, in UntypedArray, double, in UntypedArray, in UntypedArray, double, double, in UntypedArray)"/>.</summary>
    /// <returns>The value there, and |into - y|^2.</returns>
    internal (double Value, double MovedSquared) Descend(in UntypedArray x, in UntypedArray previous, double momentum, in UntypedArray slope, in UntypedArray previousSlope, double length, in UntypedArray into)
    {
        (double magnitudes, double movedSquared) = Compute.Backend.ShrinkAfterDescent(x, previous, momentum, slope, previousSlope, length, Weight * length, into);
        return (Weight * magnitudes, movedSquared);
    }

    /// <summary>x less itself cut off at the threshold: three passes instead of six.</summary>
    private void Subtract(in NdArray<T> x, double threshold, in NdArray<T> into)
    {
        NdArray<T> limit = Compute.Empty<T>(default(Shape));
        Compute.Backend.Fill(limit, threshold);
        Compute.Backend.Binary(BinaryOp.Minimum, x, limit, into);
        Compute.Backend.Unary(UnaryOp.Negate, limit, limit);
        Compute.Backend.Binary(BinaryOp.Maximum, into, limit, into);
        Compute.Backend.Binary(BinaryOp.Subtract, x, into, into);
        limit.Dispose();
    }
}
