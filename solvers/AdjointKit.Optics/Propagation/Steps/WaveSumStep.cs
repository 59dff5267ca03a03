using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>The field that waves of any frequencies make on a grid.</summary>
internal sealed class WaveSumStep<T>(NonUniformFourier<T> transform) : PropagationStep<T>(transform.Domain, transform.Range)
    where T : unmanaged
{
    internal override bool WorksInPlace => false;

    internal override void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into) => transform.ApplyCore(x, into);

    internal override void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into) => transform.ApplyAdjointCore(y, into);
}
