using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>How well intensities I fit a target T at the scale s that fits best, s = sum I T / sum I^2.</summary>
internal sealed class TargetFit : IDisposable
{
    private readonly Backend backend;
    private readonly UntypedArray target;
    private readonly UntypedArray difference;
    private readonly double largest;

    internal TargetFit(Compute compute, UntypedArray target)
    {
        backend = compute.Backend;
        this.target = target;
        difference = backend.Allocate(target.ElementType, target.Shape, compute.Memory);
        largest = backend.MaxAbs(target);
    }

    /// <summary>s; 1 where there is no light.</summary>
    internal double Scale(UntypedArray intensities)
    {
        double light = backend.Dot(intensities, intensities).Real;
        return light > 0 ? backend.Dot(intensities, target).Real / light : 1;
    }

    /// <summary>The peak ratio of signal to noise, 10 log10 (max T^2 / mean (s I - T)^2), dB.</summary>
    internal double Psnr(UntypedArray intensities)
    {
        backend.Affine(Scale(intensities), intensities, 0, difference);
        backend.AddScaled(-1, target, difference);
        return Psnr(backend.Dot(difference, difference).Real);
    }

    /// <summary>The same from sum (s I - T)^2.</summary>
    internal double Psnr(double squares) => 10 * Math.Log10(largest * largest * target.Count / squares);

    public void Dispose() => difference.Release();
}
