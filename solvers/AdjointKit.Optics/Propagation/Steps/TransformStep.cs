using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>A transform from first point to first point: the plain one, or its inverse with scale 1/N. What is missing of the scale the factors behind it bring.</summary>
internal sealed class TransformStep<T>(Compute compute, Shape shape, Shape grid, bool positive) : PropagationStep<T>(shape, shape)
    where T : unmanaged
{
    private readonly GridFourierPlan plan = compute.Backend.PlanFourier(grid);

    internal override bool WorksInPlace => true;

    internal override void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into)
    {
        if (positive) plan.Inverse(x, into);
        else plan.Forward(x, into);
    }

    internal override void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into)
    {
        if (positive) plan.Forward(y, into);
        else plan.Inverse(y, into);
    }
}
