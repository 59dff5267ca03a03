using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using MathNet.Numerics.IntegralTransforms;

namespace AdjointKit.Waves;

/// <summary>In-place Fourier transforms along the last axis: the forward one unscaled, the inverse scaled by 1/N.</summary>
internal static class BatchFourier
{
    public static void Forward(NdArray<Complex> rows, Compute compute) => Transform(rows, compute, inverse: false);

    public static void Inverse(NdArray<Complex> rows, Compute compute) => Transform(rows, compute, inverse: true);

    private static void Transform(NdArray<Complex> rows, Compute compute, bool inverse)
    {
        _ = compute;
        var row = new Complex[(int)rows.Shape[1]];
        Span<Complex> all = rows.AsWritableSpan();
        for (int k = 0; k < rows.Shape[0]; k++)
        {
            Span<Complex> series = all.Slice(k * row.Length, row.Length);
            series.CopyTo(row);
            if (inverse) Fourier.Inverse(row, FourierOptions.AsymmetricScaling);
            else Fourier.Forward(row, FourierOptions.AsymmetricScaling);
            row.CopyTo(series);
        }
    }
}
