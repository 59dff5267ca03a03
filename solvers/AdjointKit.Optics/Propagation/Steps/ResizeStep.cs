using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The grid in the middle of a larger one, zeros around it, or the middle cut out; each is the adjoint of the other.</summary>
internal sealed class ResizeStep<T>(Shape domain, Shape range) : PropagationStep<T>(domain, range)
    where T : unmanaged
{
    internal override bool WorksInPlace => false;

    internal override void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into)
    {
        if (x.Count <= into.Count)
        {
            backend.Fill(into, 0);
            backend.Copy(x, Middle(into, x.Shape));
        }
        else
        {
            backend.Copy(Middle(x, into.Shape), into);
        }
    }

    internal override void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into) => Apply(backend, y, into);

    private static NdArray<T> Middle(NdArray<T> array, Shape shape) =>
        array.Slice(-2, (array.Shape[-2] / 2) - (shape[-2] / 2), shape[-2]).Slice(-1, (array.Shape[-1] / 2) - (shape[-1] / 2), shape[-1]);
}
