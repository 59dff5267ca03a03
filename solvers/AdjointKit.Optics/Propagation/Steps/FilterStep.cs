using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>F^-1 H F; the adjoint is F^-1 conj(H) F.</summary>
internal sealed class FilterStep<T>(Compute compute, Shape shape, NdArray<T> transfer) : PropagationStep<T>(shape, shape)
    where T : unmanaged
{
    private readonly GridFourierPlan plan = compute.Backend.PlanFourier(transfer.Shape);

    internal NdArray<T> Transfer { get; } = transfer;

    internal override bool WorksInPlace => true;

    internal override void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into) => plan.Filter(x, Transfer, conjugate: false, into);

    internal override void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into) => plan.Filter(y, Transfer, conjugate: true, into);
}
