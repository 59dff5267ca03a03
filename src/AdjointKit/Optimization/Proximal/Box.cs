using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>The indicator of low &lt;= x &lt;= high, element by element: prox cuts off at the bounds. Real.</summary>
public sealed class Box<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly NdArray<T> low;
    private readonly NdArray<T> high;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="low">The lower bounds, -infinity where there is none; of the shape of x, or broadcast to it. Copied.</param>
    /// <param name="high">The upper bounds, infinity where there is none; likewise.</param>
    public Box(Compute compute, NdArray<T> low, NdArray<T> high)
        : base(compute)
    {
        RequireReal();
        this.low = Own(low);
        this.high = Own(high);
        RequireOrder();
    }

    /// <summary>Makes the function with the same bounds for all elements.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="low">The lower bound; -infinity: none.</param>
    /// <param name="high">The upper bound; infinity: none.</param>
    public Box(Compute compute, double low, double high)
        : base(compute)
    {
        RequireReal();
        this.low = compute.Empty<T>(default(Shape));
        this.high = compute.Empty<T>(default(Shape));
        compute.Backend.Fill(this.low, low);
        compute.Backend.Fill(this.high, high);
        RequireOrder();
    }

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var outside = UntypedOps.Maximum(UntypedOps.Subtract(x.Tape.Constant(low), x), UntypedOps.Subtract(x, x.Tape.Constant(high)));
        return Indicator(UntypedOps.Largest(outside, default), UntypedOps.ConstantLike(x, 0));
    }

    /// <summary>sum max(low y, high y).</summary>
    protected internal override Var ConjugateValueCore(Var<T> y)
    {
        Var zero = UntypedOps.ConstantLike(y, 0);
        Var positive = UntypedOps.Greater(y, zero);
        Var bound = UntypedOps.Where(positive, y.Tape.Constant(high), y.Tape.Constant(low));
        return Sum(UntypedOps.Where(UntypedOps.Equal(y, zero), zero, UntypedOps.Multiply(bound, y)));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step) => new(UntypedOps.Clamp(x, x.Tape.Constant(low), x.Tape.Constant(high)));

    /// <inheritdoc/>
    protected internal override void RequireFits(Shape shape)
    {
        RequireBroadcast(low.Shape, shape, "the array of lower bounds");
        RequireBroadcast(high.Shape, shape, "the array of upper bounds");
    }

    private NdArray<T> Own(NdArray<T> bounds)
    {
        NdArray<T> own = Compute.Empty<T>(bounds.Shape);
        Compute.Backend.Copy(bounds, own);
        return own;
    }

    private void RequireOrder()
    {
        Shape joint = UntypedOps.BroadcastShape(low.Shape, high.Shape, "the bounds of a box");
        NdArray<T> ordered = Compute.Empty<T>(joint);
        Compute.Backend.Binary(BinaryOp.GreaterOrEqual, high, low, ordered);
        double held = Compute.Backend.Dot(ordered, ordered).Real;
        ordered.Dispose();
        if (held != joint.Count) throw new ArgumentException($"{joint.Count - (nint)held} of {joint.Count} lower bounds are above their upper bounds, or not numbers: the box is empty");
    }
}
