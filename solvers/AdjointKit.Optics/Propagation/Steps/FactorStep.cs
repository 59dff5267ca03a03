using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Factors for every point; the adjoint takes their conjugates, and the scale of a transform beside them.</summary>
internal sealed class FactorStep<T>(Shape shape, NdArray<T> factors, NdArray<T> adjointFactors) : PropagationStep<T>(shape, shape)
    where T : unmanaged
{
    internal override bool WorksInPlace => true;

    internal override void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into) => backend.Binary(BinaryOp.Multiply, x, factors, into);

    internal override void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into) => backend.Binary(BinaryOp.Multiply, y, adjointFactors, into);
}
