using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>How good the image of a hologram is.</summary>
/// <param name="Psnr">10 log10 (max T^2 / mean (s I - T)^2), dB, with the scale s = sum I T / sum I^2 that fits best.</param>
/// <param name="Efficiency">The part of the light that lies where the target is bright at all; of several planes the mean.</param>
/// <param name="SpeckleContrast">The standard deviation of I / T over its mean, where T is at least half its maximum.</param>
public sealed record HologramQuality(double Psnr, double Efficiency, double SpeckleContrast)
{
    /// <summary>Compares intensities with a target.</summary>
    /// <param name="intensities">I, in host memory.</param>
    /// <param name="target">T, in host memory, of the same shape.</param>
    /// <param name="light">The light that goes into each plane, a sum of |U|^2.</param>
    /// <param name="planes">The number of planes.</param>
    public static HologramQuality Of(NdArray<double> intensities, NdArray<double> target, double light, int planes = 1)
    {
        if (intensities.Shape != target.Shape) throw new ArgumentException($"intensities of shape {intensities.Shape} do not fit a target of shape {target.Shape}", nameof(intensities));
        using var compute = new Compute(threads: 1);
        using var fit = new TargetFit(compute, target);
        double limit = compute.Backend.MaxAbs(target) / 2;
        using NdArray<double> i = intensities.Copy();
        using NdArray<double> t = target.Copy();
        (double inside, double sum, double squares, long count) = (0, 0, 0, 0);
        for (int k = 0; k < t.AsReadOnlySpan().Length; k++)
        {
            (double here, double wanted) = (i.AsReadOnlySpan()[k], t.AsReadOnlySpan()[k]);
            if (wanted > 0) inside += here;
            if (wanted < limit) continue;
            sum += here / wanted;
            squares += here / wanted * (here / wanted);
            count++;
        }

        double mean = sum / count;
        return new HologramQuality(fit.Psnr(intensities), inside / (light * planes), Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))) / mean);
    }
}
