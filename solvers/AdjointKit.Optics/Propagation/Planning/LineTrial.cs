using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>Propagates lines of the field along one axis by a method and by what it is measured against, for the error over the window of the result.</summary>
internal sealed class LineTrial : IDisposable
{
    private readonly Compute host;
    private readonly LineSpectra lines;
    private readonly Complex[][] references;
    private readonly double[] lightBehindReferences;

    /// <summary>Transforms the lines and propagates them by what methods are measured against.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="lines">The lines, [lines, points].</param>
    /// <param name="references">Kernels that are right, one or more.</param>
    /// <param name="host">Where it runs.</param>
    internal LineTrial(LineAxis axis, NdArray<Complex> lines, Complex[][] references, Compute host)
    {
        this.host = host;
        this.references = references;
        this.lines = new LineSpectra(lines, host);
        Axis = axis;
        lightBehindReferences = Array.ConvertAll(references, this.lines.LightBehind);
    }

    internal LineAxis Axis { get; }

    /// <summary>Part of the light of the lines in the outer quarter of the band of the samples, from 0 to 1.</summary>
    internal double PartAtBandEdge => lines.PartAtBandEdge;

    /// <summary>The relative error along this axis: |a - b| / |b| over the window, the largest over the references b.</summary>
    internal double Error(PropagationMethod method)
    {
        Complex[] kernel = LineKernel.Of(method, Axis, host);
        double largest = 0;
        for (int k = 0; k < references.Length; k++)
        {
            double wrong = lines.LightBehind([.. kernel.Zip(references[k], (found, right) => found - right)]);
            if (wrong > 0) largest = Math.Max(largest, Math.Sqrt(wrong / lightBehindReferences[k]));
        }

        return largest;
    }

    public void Dispose() => lines.Dispose();
}
