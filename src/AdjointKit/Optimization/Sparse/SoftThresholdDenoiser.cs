using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>The soft threshold by a factor times the deviation: u (1 - t / |u|) where |u| is above t, with divergence 1 there, and 2 - t / |u| where elements are complex.</summary>
internal sealed class SoftThresholdDenoiser(double factor) : Denoiser
{
    internal override (Var Estimate, Var Divergence) Denoise(Var x, Var deviation)
    {
        Var threshold = factor * deviation;
        Var size = UntypedOps.Abs(x);
        Var passes = UntypedOps.Greater(size, threshold);
        Var slope = ElementTypes.IsComplex(x.ElementType)
            ? UntypedOps.Where(passes, UntypedOps.Affine(-1, threshold / size, 2), UntypedOps.ConstantLike(size, 0))
            : passes;
        return (UntypedOps.SoftThreshold(x, threshold), UntypedOps.SumTo(slope, deviation.Shape));
    }
}
