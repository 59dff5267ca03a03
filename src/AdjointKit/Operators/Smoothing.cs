using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>Smoothing by convolution.</summary>
public static class Smoothing
{
    /// <summary>Standard deviations on each side that a kernel reaches over.</summary>
    private const double Reach = 4;

    /// <summary>The convolution with a Gaussian along every axis: taps exp(-k^2 / (2 sigma^2)) for |k| up to 4 sigma, scaled to the sum 1.</summary>
    /// <param name="compute">Where it runs.</param>
    /// <param name="domain">The shape of x: one or two axes.</param>
    /// <param name="sigma">The standard deviation in elements.</param>
    /// <param name="boundary">What x is behind its ends; <see cref="PadMode.Constant"/>: zero.</param>
    public static LinearOperator<T, T> Gaussian<T>(Compute compute, Shape domain, double sigma, PadMode boundary)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(compute);
        if (!(sigma > 0) || !double.IsFinite(sigma)) throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "the standard deviation of a Gaussian is positive");
        if (domain.Rank is not (1 or 2)) throw new ArgumentException($"smoothing takes arrays of one or two axes, not of shape {domain}", nameof(domain));
        using NdArray<T> host = NdArray.From<T>(Taps<T>(sigma));
        using NdArray<T> taps = compute.ToDevice(host);
        if (domain.Rank == 1) return new ConvolutionOperator<T>(compute, domain, taps, boundary);
        var alongRows = new ConvolutionOperator<T>(compute, domain, taps.Reshape(1, taps.Count), boundary);
        var alongColumns = new ConvolutionOperator<T>(compute, domain, taps.Reshape(taps.Count, 1), boundary);
        return alongColumns * alongRows;
    }

    private static T[] Taps<T>(double sigma)
        where T : unmanaged, INumberBase<T>
    {
        int radius = (int)Math.Ceiling(Reach * sigma);
        double[] taps = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(k => Math.Exp(-(double)k * k / (2 * sigma * sigma)))];
        double sum = taps.Sum();
        return [.. taps.Select(tap => T.CreateChecked(tap / sum))];
    }
}
