using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Lines in the frequency domain, to be convolved with kernels; offsets from 1 - n to n - 1 do not wrap around in their circle of 2 n points.</summary>
internal sealed class LineSpectra : IDisposable
{
    private readonly Compute host;
    private readonly FourierPlan plan;
    private readonly nint points;
    private readonly NdArray<Complex> spectra;

    /// <summary>Transforms lines, [lines, points].</summary>
    internal LineSpectra(NdArray<Complex> lines, Compute host)
    {
        this.host = host;
        points = lines.Shape[1];
        nint length = FastLength.AtLeast(2 * points);
        plan = host.Backend.PlanFourier(length);
        spectra = host.Zeros<Complex>(lines.Shape[0], length);
        host.Backend.Copy(lines, spectra.Slice(1, 0, points));
        plan.Forward(spectra, spectra);
    }

    /// <summary>Part of the light in the outer quarter of the band, from 0 to 1.</summary>
    internal double PartAtBandEdge
    {
        get
        {
            nint length = plan.Length;
            double edge = 0;
            double all = 0;
            for (nint line = 0; line < spectra.Shape[0]; line++)
            {
                ReadOnlySpan<Complex> spectrum = spectra.AsReadOnlySpan().Slice((int)(line * length), (int)length);
                for (int k = 0; k < spectrum.Length; k++)
                {
                    double light = Light(spectrum[k]);
                    all += light;
                    if (Math.Min(k, length - k) > 0.375 * length) edge += light;
                }
            }

            return all > 0 ? edge / all : 0;
        }
    }

    /// <summary>The lines convolved with a symmetric kernel, its values at the offsets 0 to n - 1, over the points that they began with.</summary>
    internal NdArray<Complex> Convolve(Complex[] kernel)
    {
        using NdArray<Complex> transfer = host.Zeros<Complex>(plan.Length);
        Span<Complex> circle = transfer.AsWritableSpan();
        for (int k = 0; k < kernel.Length; k++)
        {
            circle[k] = kernel[k];
            if (k > 0) circle[^k] = kernel[k];
        }

        plan.Forward(transfer, transfer);
        using NdArray<Complex> result = host.Empty<Complex>(spectra.Shape);
        host.Backend.Binary(BinaryOp.Multiply, spectra, transfer, result);
        plan.Inverse(result, result);
        return result.Slice(1, 0, points).Copy();
    }

    /// <summary>The light of the lines behind the convolution, a sum of squared magnitudes.</summary>
    internal double LightBehind(Complex[] kernel)
    {
        using NdArray<Complex> window = Convolve(kernel);
        double sum = 0;
        foreach (Complex value in window.AsReadOnlySpan()) sum += Light(value);
        return sum;
    }

    public void Dispose() => spectra.Dispose();

    private static double Light(Complex value) => (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
}
