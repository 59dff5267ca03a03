using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>The indicator of arrays with at most so many elements other than 0: prox keeps the largest magnitudes, of equal ones the first. Not convex.</summary>
public sealed class SparsityLimit<T> : ProximalOperator<T>
    where T : unmanaged
{
    private readonly nint count;

    /// <summary>Makes the function.</summary>
    /// <param name="compute">Where its arrays lie.</param>
    /// <param name="count">The largest number of elements other than 0.</param>
    public SparsityLimit(Compute compute, nint count)
        : base(compute)
    {
        if (count < 0) throw new ArgumentOutOfRangeException(nameof(count), count, $"the limit of nonzeros is {count}: it must be 0 or more");
        this.count = count;
    }

    /// <inheritdoc/>
    public override bool IsConvex => false;

    /// <inheritdoc/>
    protected internal override Var ValueCore(Var<T> x)
    {
        Var nonzeros = L0Norm<T>.Nonzeros(x);
        return Indicator(UntypedOps.Affine(1, nonzeros, -count), UntypedOps.ConstantLike(nonzeros, 0));
    }

    /// <inheritdoc/>
    protected internal override Var<T> ProxCore(Var<T> x, Var step)
    {
        nint all = x.Shape.Count;
        if (count >= all) return x;
        Var flat = UntypedOps.Reshape(x, new Shape(all));
        Var largest = UntypedOps.Slice(UntypedOps.Order(UntypedOps.Abs(flat), 0, descending: true), 0, 0, count, 1);
        Var kept = UntypedOps.ScatterAlong(UntypedOps.GatherAlong(flat, largest, 0), largest, 0, all);
        return new(UntypedOps.Reshape(kept, x.Shape));
    }
}
