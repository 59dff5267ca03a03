using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>F^-1 H F, of a field that stands in the middle of the grid of H where that is larger; the adjoint is F^-1 conj(H) F.</summary>
internal sealed class FilterStep<T> : PropagationStep<T>
    where T : unmanaged
{
    private readonly GridFourierPlan plan;

    internal FilterStep(Compute compute, Shape shape, NdArray<T> transfer)
        : this(compute.Backend.PlanFourier(transfer.Shape), shape, transfer)
    {
    }

    private FilterStep(GridFourierPlan plan, Shape shape, NdArray<T> transfer)
        : base(shape, shape)
    {
        this.plan = plan;
        Transfer = transfer;
    }

    internal NdArray<T> Transfer { get; }

    internal override bool WorksInPlace => true;

    /// <summary>The same filter of smaller fields in the middle of its grid.</summary>
    internal FilterStep<T> Within(Shape shape) => new(plan, shape, Transfer);

    internal override void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into) => plan.FilterMiddle(x, Transfer, conjugate: false, into);

    internal override void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into) => plan.FilterMiddle(y, Transfer, conjugate: true, into);
}
