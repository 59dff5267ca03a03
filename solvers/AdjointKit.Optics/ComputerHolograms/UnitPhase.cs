using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Fields of modulus 1 from their phases, e^{i phi}.</summary>
internal static class UnitPhase
{
    /// <summary>On a tape: differentiable in the phases.</summary>
    internal static Var<T> Of<T>(Var phases)
        where T : unmanaged => new(UntypedOps.JoinParts(UntypedOps.Cos(phases), UntypedOps.Sin(phases)));

    /// <summary>Off a tape.</summary>
    internal static void Of<T>(Backend backend, UntypedArray phases, NdArray<T> into)
        where T : unmanaged
    {
        UntypedArray field = into;
        backend.Unary(UnaryOp.Cos, phases, field.RealParts);
        backend.Unary(UnaryOp.Sin, phases, field.ImaginaryParts);
    }
}
