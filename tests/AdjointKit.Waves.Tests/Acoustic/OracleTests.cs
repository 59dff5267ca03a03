using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.TestKit;
using Xunit;

namespace AdjointKit.Waves.Tests.Acoustic;

/// <summary>Data and gradients of two independent codes, to rounding.</summary>
public class OracleTests
{
    [SkippableTheory]
    [InlineData("constant")]
    [InlineData("layers")]
    public void Double_precision_agrees_with_two_independent_codes_to_1e_12(string name) => Compare<double>(name, 1e-12, new AcousticOptions());

    [SkippableTheory]
    [InlineData("constant")]
    [InlineData("layers")]
    public void Single_precision_agrees_with_two_independent_codes_to_5e_6(string name) => Compare<float>(name, 5e-6, new AcousticOptions());

    private static void Compare<T>(string name, double tolerance, AcousticOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Skip.IfNot(SharedData.Exists($"oracles/waves/{name}/vp.npy"), "the shared wave oracles are not beside this repository");
        var oracle = new WaveOracle(name);
        using var compute = new Compute(threads: 2);
        var propagator = new AcousticPropagator<T>(oracle.Grid, WaveOracle.Time, oracle.Survey, oracle.MaximumVelocity, options, compute);
        Assert.Equal(1, propagator.Substeps);
        using NdArray<T> velocity = oracle.VelocityAs<T>();
        using NdArray<T> wavelet = oracle.WaveletAs<T>();
        using NdArray<T> data = propagator.Model(velocity, wavelet);
        double area = WaveOracle.Spacing * WaveOracle.Spacing;
        double dataError = WaveOracle.RelativeError(data, area, oracle.Data);
        Assert.True(dataError <= tolerance, $"data: {dataError:e2}");

        using NdArray<T> nothing = NdArray.Zeros<T>(data.Shape);
        using WaveGradient<T> gradient = propagator.Gradient(velocity, wavelet, nothing);
        double gradientError = WaveOracle.RelativeError(gradient.Velocity, area * area / WaveOracle.Time.Step, oracle.Gradient);
        Assert.True(gradientError <= tolerance, $"gradient: {gradientError:e2}");
    }
}
