using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.IO;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Optics.Tests;

/// <summary>The reference fields of the shared folder, and the distance that their tolerances are in: |a - b| / |b|.</summary>
internal static class OpticsOracle
{
    /// <summary>One complex array of the folder; the calling test is skipped where the folder is absent.</summary>
    internal static NdArray<Complex> Field(string name) => ArrayFile.Read<Complex>(SharedData.Path($"oracles/optics/{name}.npy"));

    /// <summary>One real array of the folder.</summary>
    internal static NdArray<double> Numbers(string name) => ArrayFile.Read<double>(SharedData.Path($"oracles/optics/{name}.npy"));

    internal static void AssertNear(NdArray<Complex> expected, NdArray<Complex> actual, double tolerance)
    {
        double distance = Distance(expected, actual);
        Assert.True(distance <= tolerance, $"the field is {distance:g3} from the reference, at most {tolerance:g3} is allowed");
    }

    internal static double Distance(NdArray<Complex> expected, NdArray<Complex> actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        using NdArray<Complex> a = actual.Copy();
        using NdArray<Complex> b = expected.Copy();
        double difference = 0;
        double scale = 0;
        for (int k = 0; k < a.AsReadOnlySpan().Length; k++)
        {
            Complex apart = a.AsReadOnlySpan()[k] - b.AsReadOnlySpan()[k];
            difference += (apart.Real * apart.Real) + (apart.Imaginary * apart.Imaginary);
            scale += (b.AsReadOnlySpan()[k].Real * b.AsReadOnlySpan()[k].Real) + (b.AsReadOnlySpan()[k].Imaginary * b.AsReadOnlySpan()[k].Imaginary);
        }

        return Math.Sqrt(difference / scale);
    }
}
