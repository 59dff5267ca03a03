using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>Phases in cycles: a whole number of them is taken away before they become an angle, so that a path of a million wavelengths costs no digits.</summary>
internal static class Phases
{
    /// <summary>exp(2 pi i cycles).</summary>
    internal static Var<Complex> Polar(Var<double> cycles) => Ops.UnitPhasor(2 * Math.PI * Reduced(cycles));

    /// <summary>magnitude exp(2 pi i cycles).</summary>
    internal static Var<Complex> Polar(Var<double> magnitude, Var<double> cycles) => Ops.Polar(magnitude, 2 * Math.PI * Reduced(cycles));

    /// <summary>
    /// length / wavelength less the nearest whole number. The quotient's rounding error, as large as 1e-10 cycles at a million wavelengths, is found by a fused multiply-add and put back.
    /// </summary>
    internal static Var<double> WavesAlong(Var<double> length, Var<double> wavelength)
    {
        Var<double> quotient = length / wavelength;
        double rounded = PropagationMethod.Scalar(quotient);
        double divisor = PropagationMethod.Scalar(wavelength);
        double whole = Math.Round(rounded);
        double lost = Math.FusedMultiplyAdd(-rounded, divisor, PropagationMethod.Scalar(length)) / divisor;
        return (quotient - whole) + lost;
    }

    private static Var<double> Reduced(Var<double> cycles) => cycles - Ops.Round(cycles);
}
