using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>One linear step of a propagation with its adjoint.</summary>
internal abstract class PropagationStep<T>(Shape domain, Shape range)
    where T : unmanaged
{
    internal Shape Domain { get; } = domain;

    internal Shape Range { get; } = range;

    /// <summary>Whether the result may be the operand's array.</summary>
    internal abstract bool WorksInPlace { get; }

    internal abstract void Apply(Backend backend, in NdArray<T> x, in NdArray<T> into);

    internal abstract void ApplyAdjoint(Backend backend, in NdArray<T> y, in NdArray<T> into);
}
