using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>
/// Tries methods on a few lines along each axis in the place of the whole field. The lines along x are random mixtures of the rows that the field has behind the propagation along y, so that the
/// mean of their errors is the error of the field for a separable propagation; and so along y. It costs transforms of single lines, at any size less than one propagation of the field.
/// </summary>
internal sealed class PropagationTrial : IDisposable
{
    /// <summary>Lines per axis: the error of their mean is about a fourth of it at most.</summary>
    private const nint Lines = 16;

    /// <summary>The longest line that is transformed to find out where the angular spectrum converges to.</summary>
    private const nint LongestLine = 1 << 20;

    /// <summary>The Fresnel number below which the sum over the samples is what counts.</summary>
    private const double FarField = 0.1;

    private readonly LineTrial[] axes;

    private PropagationTrial(LineTrial alongY, LineTrial alongX, double fresnelNumber)
    {
        axes = [alongY, alongX];
        FresnelNumber = fresnelNumber;
    }

    /// <summary>a^2 / (l z), a twice the standard deviation of the light along the axis where it is wider: the half width of a round hole or the radius 1/e of a Gaussian spot.</summary>
    internal double FresnelNumber { get; }

    /// <summary>Whether the Rayleigh-Sommerfeld sum is among what a result is measured against.</summary>
    internal bool IsFarField => CountsAsFar(AlongY.Axis, AlongX.Axis, FresnelNumber);

    internal LineTrial AlongY => axes[0];

    internal LineTrial AlongX => axes[1];

    /// <summary>Lines of a field.</summary>
    internal static PropagationTrial Of(NdArray<Complex> field, LineAxis alongY, LineAxis alongX, Compute host)
    {
        double number = LightSpread.FresnelNumber(field, alongY, alongX);
        Complex[][] referencesY = References(alongY, alongX, number, host);
        Complex[][] referencesX = References(alongX, alongY, number, host);
        using NdArray<Complex> mixedRows = Mixtures(alongY, referencesY, host);
        using NdArray<Complex> mixedColumns = Mixtures(alongX, referencesX, host);
        using NdArray<Complex> linesX = host.Empty<Complex>(Lines, alongX.Points);
        using NdArray<Complex> linesY = host.Empty<Complex>(Lines, alongY.Points);
        host.Backend.MatrixMultiply(MatrixForm.Plain, mixedRows, MatrixForm.Plain, field, accumulate: false, linesX);
        host.Backend.MatrixMultiply(MatrixForm.Plain, mixedColumns, MatrixForm.Transposed, field, accumulate: false, linesY);
        return new PropagationTrial(new LineTrial(alongY, linesY, referencesY, host), new LineTrial(alongX, linesX, referencesX, host), number);
    }

    /// <summary>Lines of light of every direction in the band, as strong at every point: the worst case for a grid.</summary>
    internal static PropagationTrial OfNoise(LineAxis alongY, LineAxis alongX, Compute host)
    {
        double number = Math.Max(LightSpread.FresnelNumberOfWindow(alongY), LightSpread.FresnelNumberOfWindow(alongX));
        using NdArray<Complex> linesY = Noise(alongY, host);
        using NdArray<Complex> linesX = Noise(alongX, host);
        return new PropagationTrial(
            new LineTrial(alongY, linesY, References(alongY, alongX, number, host), host),
            new LineTrial(alongX, linesX, References(alongX, alongY, number, host), host),
            number);
    }

    /// <summary>The error over the window that a method is expected to have, relative.</summary>
    internal double Error(PropagationMethod method) => Math.Sqrt(axes.Sum(axis => Math.Pow(axis.Error(method), 2)));

    public void Dispose()
    {
        foreach (LineTrial axis in axes) axis.Dispose();
    }

    /// <summary>
    /// What a result is measured against: the angular spectrum in the limit of infinite padding; in the far field the Rayleigh-Sommerfeld sum over the samples; near where one becomes the other
    /// both. They differ by what a hard edge in the field sends to the edge of the band.
    /// </summary>
    private static Complex[][] References(LineAxis axis, LineAxis other, double fresnelNumber, Compute host)
    {
        double needed = axis.Points + (4 * axis.Reach);
        int padding = 16;
        while (padding * axis.Points < needed && 4 * padding * axis.Points <= LongestLine) padding *= 2;
        bool isNear = fresnelNumber > 0.75 * FarField && padding * axis.Points >= needed;
        bool isFar = CountsAsFar(axis, other, fresnelNumber);
        List<Complex[]> references = [];
        if (isNear || !axis.HoldsResponse) references.Add(LineKernel.Limit(axis, padding, host));
        if (isFar || references.Count == 0) references.Add(LineKernel.Of(new RayleighSommerfeld(), axis, host));
        return [.. references];
    }

    private static bool CountsAsFar(LineAxis axis, LineAxis other, double fresnelNumber) => axis.HoldsResponse && other.HoldsResponse && fresnelNumber < 1.5 * FarField;

    /// <summary>Random weights of lines behind the propagation across them, taken back in front of it: it is its own transpose.</summary>
    private static NdArray<Complex> Mixtures(LineAxis across, Complex[][] references, Compute host)
    {
        using NdArray<Complex> weights = Noise(across, host);
        using var spectra = new LineSpectra(weights, host);
        return spectra.Convolve(references[0]);
    }

    private static NdArray<Complex> Noise(LineAxis axis, Compute host)
    {
        NdArray<Complex> noise = host.Empty<Complex>(Lines, axis.Points);
        new CounterRandom(1, 1).FillNormal(noise);
        return noise;
    }
}
