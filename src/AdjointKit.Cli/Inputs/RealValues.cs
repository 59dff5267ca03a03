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

    /// <summary>The mean of red, green and blue of every pixel of [y,x,c]; the first number where a pixel has fewer than three.</summary>
    internal static NdArray<double> Brightness(NdArray<double> colors)
    {
        int channels = colors.Shape[2] < 3 ? 1 : 3;
        return NdArray.Fill<double>(colors.Shape[0], colors.Shape[1], (y, x) =>
        {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) sum += colors[y, x, channel];
            return sum / channels;
        });
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
