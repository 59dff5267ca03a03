using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>The values of an array as real numbers, to be looked at: complex ones by their modulus.</summary>
internal static class RealValues
{
    internal static NdArray<double> Of(AnyArray array)
    {
        if (array.ElementType is not (ElementType.Complex64 or ElementType.Complex128)) return array.As<double>();
        using NdArray<Complex> complex = array.As<Complex>();
        NdArray<double> moduli = NdArray.Empty<double>(complex.Shape);
        ReadOnlySpan<Complex> from = complex.AsReadOnlySpan();
        Span<double> to = moduli.AsWritableSpan();
        for (int k = 0; k < from.Length; k++) to[k] = Complex.Abs(from[k]);
        return moduli;
    }

    internal static bool HasBothSigns(NdArray<double> values)
    {
        using NdArray<double> copy = values.Copy();
        bool below = false;
        bool above = false;
        foreach (double value in copy.AsReadOnlySpan())
        {
            below |= value < 0;
            above |= value > 0;
        }

        return below && above;
    }
}
