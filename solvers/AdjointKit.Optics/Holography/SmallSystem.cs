using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Normal equations of a few unknowns, on the host.</summary>
internal static class SmallSystem
{
    /// <summary>A^-1 B, a new array.</summary>
    internal static NdArray<double> Solve(NdArray<double> a, NdArray<double> b)
    {
        using var host = new Compute(threads: 1);
        using var tape = new Tape(host);
        return Ops.Solve(tape.Constant(a), tape.Constant(b)).Value.Copy();
    }
}
